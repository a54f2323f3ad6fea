/** Reads the text of a rules file, JSON or YAML, and knows the line of everything in it. */
import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument, visit } from "yaml";
import { RulesError } from "./errors.ts";

/** A rules file's value, and the line (from 1) at which a path of it stands. */
export interface ReadRules {
  readonly value: unknown;
  lineOf(path: readonly (string | number)[]): number | undefined;
}

const mostCharacters = 1_000_000;

/**
 * The value of a text.
 *
 * @throws RulesError when it is neither JSON nor YAML, too long, or uses YAML's aliases
 */
export function readRules(text: string, file: string): ReadRules {
  const fail = (line: number | undefined, problem: string, allowed: string): never => {
    throw new RulesError(file, [{ line, rule: undefined, problem, allowed }]);
  };
  if (text.length > mostCharacters) fail(undefined, `The file has ${text.length} characters`, `at most ${mostCharacters}`);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, strict: true, uniqueKeys: true });
  const error = document.errors[0];
  const allowed = "a map of rules in JSON or YAML";
  if (error !== undefined) fail(counter.linePos(error.pos[0]).line, error.message.split("\n")[0] ?? "The file cannot be read", allowed);
  visit(document, {
    Alias: (_key, node) => fail(counter.linePos(node.range?.[0] ?? 0).line, "A YAML alias", "each rule written out"),
  });
  const lineOf = (path: readonly (string | number)[]): number | undefined => {
    let node: unknown = document.contents;
    let offset = document.contents?.range?.[0];
    for (const step of path) {
      if (isMap<ParsedNode, ParsedNode | null>(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
        if (pair === undefined) break;
        offset = pair.key.range?.[0] ?? offset;
        node = pair.value;
      } else break;
    }
    return offset === undefined ? undefined : counter.linePos(offset).line;
  };
  return { value: document.toJS({ mapAsMap: false }), lineOf };
}
