/** Reads the text of a JSONPath into its syntax tree; parsed paths are kept, since a machine evaluates the same ones again and again. */
import { isDefinite, type Path, type PathRoot, type Segment, type Selector } from "./ast.ts";
import { parseFilter } from "./filter.ts";
import { Scanner } from "./scanner.ts";

const parsed = new Map<string, Path>();
const keptPaths = 5_000;

/**
 * Parses `$.a[0]`, `$$.Execution.Id` or `$variable.a`.
 *
 * @throws JsonPathSyntaxError when the text is not a JSONPath
 * @example
 * parsePath("$.items[?(@.price > 10)].name").definite; // false
 */
export function parsePath(text: string): Path {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const scanner = new Scanner(text);
  const path = readPath(scanner, readRoot(scanner), () => false);
  if (!scanner.done) scanner.fail(`'${scanner.peek()}' is unexpected`);
  if (parsed.size >= keptPaths) parsed.clear();
  parsed.set(text, path);
  return path;
}

function readRoot(scanner: Scanner): PathRoot {
  scanner.expect("$");
  if (scanner.take("$")) return { kind: "context" };
  const name = scanner.takeWhile(isVariableCharacter);
  return name === "" ? { kind: "input" } : { kind: "variable", name };
}

/** Reads the segments after the root; `ends` tells where an embedded path stops. */
export function readPath(scanner: Scanner, root: PathRoot, ends: (character: string) => boolean): Path {
  const start = scanner.position;
  const segments: Segment[] = [];
  while (!scanner.done && !ends(scanner.peek())) {
    if (scanner.take("..")) segments.push({ descendants: true, selector: afterDots(scanner, ends) });
    else if (scanner.take(".")) segments.push({ descendants: false, selector: afterDot(scanner, ends) });
    else if (scanner.peek() === "[") segments.push({ descendants: false, selector: readBracket(scanner) });
    else break;
  }
  const rootText = root.kind === "variable" ? `$${root.name}` : root.kind === "context" ? "$$" : "$";
  return Object.freeze({
    text: rootText + scanner.text.slice(start, scanner.position),
    root,
    segments: Object.freeze(segments),
    definite: isDefinite(segments),
  });
}

function afterDots(scanner: Scanner, ends: (character: string) => boolean): Selector {
  return scanner.peek() === "[" ? readBracket(scanner) : afterDot(scanner, ends);
}

function afterDot(scanner: Scanner, ends: (character: string) => boolean): Selector {
  if (scanner.peek() === "[") return readBracket(scanner);
  if (scanner.take("*")) return { kind: "wildcard" };
  const name = scanner.takeWhile((character) => !".[()".includes(character) && !isSpace(character) && !ends(character));
  if (name === "") scanner.fail("a name is missing");
  if (!scanner.startsWith("(")) return { kind: "names", names: [name] };
  if (name !== "length") scanner.fail(`the function ${name}() is not supported`);
  scanner.expect("(");
  scanner.expect(")");
  return { kind: "function", name };
}

function readBracket(scanner: Scanner): Selector {
  scanner.expect("[");
  scanner.skipSpace();
  const selector = readBracketContent(scanner);
  scanner.skipSpace();
  scanner.expect("]");
  return selector;
}

function readBracketContent(scanner: Scanner): Selector {
  if (scanner.take("*")) return { kind: "wildcard" };
  if (scanner.take("?")) return { kind: "filter", expression: parseFilter(scanner) };
  if (scanner.peek() === "'" || scanner.peek() === '"') return { kind: "names", names: readList(scanner, () => scanner.quoted()) };
  return readNumbers(scanner);
}

function readNumbers(scanner: Scanner): Selector {
  const start = readInteger(scanner);
  if (scanner.take(":")) {
    const end = readInteger(scanner);
    const step = scanner.take(":") ? (readInteger(scanner) ?? 1) : 1;
    if (step < 1) scanner.fail("the step of a slice must be positive");
    return { kind: "slice", ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }), step };
  }
  if (start === undefined) return scanner.fail("an index, a quoted name, '*' or '?' is expected");
  const indexes = [start];
  scanner.skipSpace();
  while (scanner.take(",")) {
    scanner.skipSpace();
    const next = readInteger(scanner);
    if (next === undefined) return scanner.fail("an index is expected");
    indexes.push(next);
    scanner.skipSpace();
  }
  return { kind: "indexes", indexes };
}

function readList<T>(scanner: Scanner, read: () => T): T[] {
  const items = [read()];
  scanner.skipSpace();
  while (scanner.take(",")) {
    scanner.skipSpace();
    items.push(read());
    scanner.skipSpace();
  }
  return items;
}

function readInteger(scanner: Scanner): number | undefined {
  const sign = scanner.take("-") ? -1 : 1;
  const digits = scanner.takeWhile((character) => character >= "0" && character <= "9");
  if (digits !== "") return sign * Number(digits);
  if (sign === -1) scanner.fail("a number is expected after '-'");
  return undefined;
}

function isVariableCharacter(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}

function isSpace(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}
