/** Reads a filter, `?(@.price > 10 && @.tags contains 'x')`; `||` binds weaker than `&&`, as everywhere. */
import type { Comparison, FilterExpression, Operand } from "./ast.ts";
import { readPath } from "./parse.ts";
import type { Scanner } from "./scanner.ts";

const symbols: readonly Comparison[] = ["==", "!=", "<=", ">=", "=~", "<", ">"];
const words: readonly Comparison[] = ["in", "nin", "subsetof", "anyof", "noneof", "size", "empty", "contains"];
const deepest = 50;

/** Reads the parenthesised expression after `?`. */
export function parseFilter(scanner: Scanner): FilterExpression {
  scanner.skipSpace();
  scanner.expect("(");
  const expression = readOr(scanner, 0);
  scanner.skipSpace();
  scanner.expect(")");
  return expression;
}

function readOr(scanner: Scanner, depth: number): FilterExpression {
  if (depth > deepest) scanner.fail("the filter is nested too deeply");
  let left = readAnd(scanner, depth);
  for (scanner.skipSpace(); scanner.take("||"); scanner.skipSpace()) left = { kind: "or", left, right: readAnd(scanner, depth) };
  return left;
}

function readAnd(scanner: Scanner, depth: number): FilterExpression {
  let left = readTerm(scanner, depth);
  for (scanner.skipSpace(); scanner.take("&&"); scanner.skipSpace()) left = { kind: "and", left, right: readTerm(scanner, depth) };
  return left;
}

function readTerm(scanner: Scanner, depth: number): FilterExpression {
  scanner.skipSpace();
  if (scanner.peek() === "!" && scanner.peek(1) !== "=") {
    scanner.take("!");
    return { kind: "not", expression: readTerm(scanner, depth + 1) };
  }
  if (scanner.take("(")) {
    const inner = readOr(scanner, depth + 1);
    scanner.skipSpace();
    scanner.expect(")");
    return inner;
  }
  const left = readOperand(scanner);
  scanner.skipSpace();
  const operator = readOperator(scanner);
  if (operator === undefined) return { kind: "exists", operand: left };
  scanner.skipSpace();
  return { kind: "compare", operator, left, right: readOperand(scanner) };
}

function readOperator(scanner: Scanner): Comparison | undefined {
  for (const symbol of symbols) if (scanner.take(symbol)) return symbol;
  const start = scanner.position;
  const word = scanner.takeWhile(isLetter).toLowerCase();
  const found = words.find((candidate) => candidate === word);
  if (found === undefined) {
    scanner.position = start;
    if (word !== "") scanner.fail(`'${word}' is not an operator`);
  }
  return found;
}

function readOperand(scanner: Scanner): Operand {
  const next = scanner.peek();
  if (scanner.take("@")) return { kind: "path", relative: true, path: readPath(scanner, { kind: "input" }, endsOperand) };
  if (scanner.take("$")) return { kind: "path", relative: false, path: readPath(scanner, { kind: "input" }, endsOperand) };
  if (next === "/") return readPattern(scanner);
  return { kind: "value", value: readLiteral(scanner, 0) };
}

function readLiteral(scanner: Scanner, depth: number): unknown {
  if (depth > deepest) scanner.fail("the list is nested too deeply");
  scanner.skipSpace();
  if (scanner.peek() === "'" || scanner.peek() === '"') return scanner.quoted();
  if (scanner.take("[")) {
    const items: unknown[] = [];
    for (scanner.skipSpace(); !scanner.take("]"); scanner.skipSpace()) {
      if (items.length > 0) scanner.expect(",");
      items.push(readLiteral(scanner, depth + 1));
    }
    return items;
  }
  const word = scanner.takeWhile((character) => !" ,)]&|".includes(character));
  if (word === "true") return true;
  if (word === "false") return false;
  if (word === "null") return null;
  if (word !== "" && Number.isFinite(Number(word))) return Number(word);
  return word === "" ? scanner.fail("a value is expected") : word;
}

function readPattern(scanner: Scanner): Operand {
  scanner.expect("/");
  let source = "";
  while (!scanner.done && scanner.peek() !== "/") {
    if (scanner.peek() === "\\") {
      source += scanner.peek();
      scanner.position += 1;
    }
    source += scanner.peek();
    scanner.position += 1;
  }
  scanner.expect("/");
  return { kind: "pattern", source, ignoreCase: scanner.takeWhile(isLetter).includes("i") };
}

function endsOperand(character: string): boolean {
  return " )=!<>&|,".includes(character);
}

function isLetter(character: string): boolean {
  return (character >= "a" && character <= "z") || (character >= "A" && character <= "Z");
}
