/** Texts and names as JSONata writes them. */
import type { TokenPart } from "../../template/index.ts";
import { type Code, code, LEVEL } from "./code.ts";

/** A text with tokens. Terraform puts a token's value in as it is: it must have no quotation marks and no backslashes. */
export function quotedParts(parts: readonly (string | TokenPart)[]): readonly (string | TokenPart)[] {
  // JSON leaves single quotes alone; JSONata has no escape for them.
  const quote = parts.some((part) => typeof part === "string" && part.includes("'")) ? '"' : "'";
  const inside = parts.map((part) => {
    if (typeof part !== "string") return part;
    const escaped = JSON.stringify(part)
      .slice(1, -1)
      .replace(/[\u2028\u2029]/g, (separator) => `\\u${separator.charCodeAt(0).toString(16)}`);
    return quote === '"' ? escaped : escaped.replace(/\\"/g, '"');
  });
  return [quote, ...inside, quote];
}

/** A text: in single quotes, or in double ones when it has a single one inside. */
export const quoted = (text: string): string => quotedParts([text]).join("");

/** Words that JSONata takes for something else than a name. */
const WORDS: ReadonlySet<string> = new Set(["and", "or", "in", "true", "false", "null", "function"]);
const isPlain = (key: string): boolean => /^[A-Za-z_]\w*$/.test(key) && !WORDS.has(key);

/** What is read of a value: fields by name, elements by their place from 0. */
export function stepsOf(value: Code, keys: readonly (string | number)[]): Code {
  return keys.reduce<Code>((of, key) => {
    const from = of.level >= LEVEL.step ? of : code(LEVEL.value, "(", of, ")");
    if (typeof key === "number") return code(LEVEL.step, from, `[${key}]`);
    if (isPlain(key)) return code(LEVEL.step, from, `.${key}`);
    if (!key.includes("`")) return code(LEVEL.step, from, `.\`${key}\``);
    return code(LEVEL.value, "$lookup(", of, ", ", quoted(key), ")");
  }, value);
}

/**
 * The regular expression of a pattern in which `*` stands for any characters and `\*` is an asterisk.
 *
 * @example
 * ```ts
 * patternOf("runs/*"); // /^runs\/[\s\S]*$/
 * ```
 */
export function patternOf(pattern: string): string {
  const source = pattern.replace(/\\[\s\S]|\*+|[\s\S]/g, (piece) => {
    if (piece.startsWith("*")) return "[\\s\\S]*";
    const character = piece.length === 2 && piece.startsWith("\\") ? piece.slice(1) : piece;
    // A bracket right after a backslash would not be one to JSONata's parser.
    if (character === "\\") return "\\x5C";
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    return character.replace(/[/\\^$.*+?()[\]{}|-]/g, "\\$&");
  });
  return `/^${source}$/`;
}
