/** Reads the text of a rules file, JSON or YAML, and knows the line of everything in it. */
import { type Document, isAlias, isMap, isNode, isScalar, LineCounter, type Pair, parseDocument, visit } from "yaml";
import { RulesError } from "./errors.ts";

/** The two forms in which a rules file is written. */
export type RulesFormat = "json" | "yaml";

/** A rules file's value, and the line (from 1) at which a path of it stands. */
export interface ReadRules {
  readonly value: unknown;
  lineOf(path: readonly (string | number)[]): number | undefined;
}

const mostCharacters = 1_000_000;
const mostDepth = 100;
const mostAliases = 1_000;
const readable = { json: "a map of rules in JSON", yaml: "a map of rules in JSON or YAML" } as const;

type Fail = (at: number | undefined, problem: string, allowed?: string) => never;

/**
 * The value of a text.
 *
 * @param format - JSON is read as YAML too where none is given, of which it is a part
 * @throws RulesError when it is neither, too long or too deep, names something twice, or has aliases in a circle
 */
export function readRules(text: string, file: string, format: RulesFormat = "yaml"): ReadRules {
  const counter = new LineCounter();
  const fail: Fail = (at, problem, allowed = readable[format]) => {
    const line = at === undefined ? undefined : counter.linePos(at).line;
    throw new RulesError(file, [{ line, rule: undefined, problem, allowed }]);
  };
  if (text.length > mostCharacters) fail(undefined, `The file has ${text.length} characters`, `at most ${mostCharacters}`);
  if (isTooDeep(text)) fail(undefined, "The file is nested too deeply", `at most ${mostDepth} levels`);
  // The parser's own check for unique names takes seconds for ten thousand of them.
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, strict: true, uniqueKeys: false });
  const mistake = document.errors[0] ?? document.warnings[0];
  if (mistake !== undefined) fail(mistake.pos[0], mistake.message.split("\n")[0] ?? "The file cannot be read");
  if (format === "json") checkJson(text, fail);
  const pairs = checkNodes(document, fail);
  const lineOf = (path: readonly (string | number)[]): number | undefined => {
    let node: unknown = document.contents;
    let offset = document.contents?.range?.[0];
    for (const step of path) {
      const pair = pairs.get(node)?.get(String(step));
      if (pair === undefined) break;
      offset = offsetOf(pair.key) ?? offset;
      node = pair.value;
    }
    return offset === undefined ? undefined : counter.linePos(offset).line;
  };
  return { value: document.toJS({ mapAsMap: false, maxAliasCount: -1 }), lineOf };
}

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

// The parser is recursive: it would run out of stack.
function isTooDeep(text: string): boolean {
  let open = 0;
  let indicators = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "[" || character === "{") open++;
    else if (character === "]" || character === "}") open = Math.max(0, open - 1);
    // Columns of a line before its first word: each may be a level.
    if (character === "\n") indicators = 0;
    else if (indicators >= 0) indicators = " -?:\t".includes(character) ? indicators + 1 : -1;
    if (open > mostDepth || indicators > 2 * mostDepth) return true;
  }
  return false;
}

function checkJson(text: string, fail: Fail): void {
  try {
    JSON.parse(text);
  } catch {
    fail(undefined, "This is YAML and no JSON");
  }
}

type Pairs = ReadonlyMap<unknown, ReadonlyMap<string, Pair>>;

// Every map's pairs by name.
function checkNodes(document: Document.Parsed, fail: Fail): Pairs {
  const pairs = new Map<unknown, Map<string, Pair>>();
  // Filled while the document is walked: an alias means the last value of the name before it.
  const anchors = new Map<string, unknown>();
  const note = (_key: unknown, node: { anchor?: string | undefined }): void => void (node.anchor && anchors.set(node.anchor, node));
  let aliases = 0;
  visit(document, {
    Scalar: note,
    Collection: note,
    Alias: (_key, node, ancestors) => {
      const at = offsetOf(node);
      const name = `The YAML alias "*${node.source}"`;
      if (++aliases > mostAliases) fail(at, "The file has too many YAML aliases", `at most ${mostAliases}`);
      const target = anchors.get(node.source);
      if (target === undefined) fail(at, `${name} has no anchor before it`, `a value with "&${node.source}" further up`);
      if (ancestors.some((ancestor) => ancestor === target))
        fail(at, `${name} stands inside its own value, a circle without an end`, "an alias of another value");
      // Aliases of maps and lists could make a small file grow without bound.
      if (!isScalar(target)) fail(at, `${name} repeats a map or a list`, "aliases of single values");
    },
    Pair: (_key, pair, ancestors) => {
      const { key } = pair;
      const at = offsetOf(key);
      if (isMap(key)) return fail(at, "A template is no text without quotes", 'quotes around it, as in "{{hash}}"');
      if (!isScalar(key) || (typeof key.value !== "string" && !/^[0-9]+$/.test(String(key.source ?? ""))))
        return fail(at, isAlias(key) ? "A name is a YAML alias" : "A name is no text", "names in quotes where YAML reads something else");
      const map = ancestors.at(-1);
      const names = pairs.get(map) ?? new Map<string, Pair>();
      pairs.set(isMap(map) ? map : undefined, names);
      const name = String(key.value);
      if (names.has(name)) fail(at, `The name "${name}" stands twice in one map`, "every name once");
      names.set(name, pair);
      return undefined;
    },
  });
  return pairs;
}
