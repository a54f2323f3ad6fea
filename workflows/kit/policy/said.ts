/** What a definition says of a text that is known only while it runs: the literal parts, and `*` for the others. */

/** A text of a definition. */
export interface Said {
  /** Literal, with tokens; `*` where it is computed. */
  readonly text: string;
  readonly computed: boolean;
}

export const COMPUTED: Said = Object.freeze({ text: "*", computed: true });

const literal = (text: string): Said => ({ text, computed: false });
const pattern = (text: string): Said => ({ text: text.replace(/\*{2,}/g, "*"), computed: true });

/** The literal in single quotes that begins at `start`, with `*` for each `{}`; undefined when it does not end. */
function formatTemplate(source: string, start: number): string | undefined {
  let text = "";
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at] ?? "";
    if (character === "'") return text;
    if (character === "\\") {
      at++;
      text += source[at] ?? "";
    } else if (source.startsWith("${", at)) {
      const end = source.indexOf("}", at);
      if (end < 0) return undefined;
      text += source.slice(at, end + 1);
      at = end;
    } else if (source.startsWith("{}", at)) {
      text += "*";
      at++;
    } else text += character;
  }
  return undefined;
}

/**
 * Of a JSONPath or an intrinsic function.
 *
 * @example
 * ```ts
 * saidByPath("States.Format('refresh-{}-source', $.runId)").text; // "refresh-*-source"
 * ```
 */
export function saidByPath(source: string): Said {
  const open = /^\s*States\.Format\(\s*(?=')/.exec(source);
  const template = open ? formatTemplate(source, open[0].length) : undefined;
  return template === undefined ? COMPUTED : pattern(template);
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Where the text in quotes or brackets that begins at `start` ends; the end of the source when it does not. */
function skip(source: string, start: number): number {
  const waiting: string[] = [];
  for (let at = start; at < source.length; at++) {
    const character = source[at] ?? "";
    if (character === "'" || character === '"' || character === "`") {
      for (at++; at < source.length && source[at] !== character; at++) if (source[at] === "\\") at++;
    } else if (CLOSING[character] !== undefined) waiting.push(CLOSING[character]);
    else if (character === waiting.at(-1)) waiting.pop();
    if (waiting.length === 0) return at + 1;
  }
  return source.length;
}

/** The operands of `a & b & c`; undefined when it is anything else, so that no operator that binds less is overlooked. */
function operands(source: string): readonly string[] | undefined {
  const found: string[] = [];
  let operand = "";
  for (let at = 0; at < source.length; ) {
    const character = source[at] ?? "";
    if (character === "&") {
      found.push(operand.trim());
      operand = "";
      at++;
    } else if (/["'`([{]/.test(character)) {
      const end = skip(source, at);
      operand += source.slice(at, end);
      at = end;
    } else if (/[\w$.\s]/.test(character)) {
      // Two words beside each other are an operator such as "and" or "in".
      if (/\s/.test(character) && /\S\s*$/.test(operand) && /^\s+[^\s&]/.test(source.slice(at, at + 64))) return undefined;
      operand += character;
      at++;
    } else return undefined;
  }
  found.push(operand.trim());
  return found.every((text) => text !== "") ? found : undefined;
}

const isLiteral = (text: string): boolean => /^'[^'\\]*'$|^"[^"\\]*"$/.test(text);

/**
 * Of the text of a field under JSONata: an expression stands in `{% … %}`, anything else is itself.
 *
 * @example
 * ```ts
 * saidByJsonata("{% 'runs/' & $states.input.runId & '/list.json' %}").text; // "runs/*\/list.json"
 * ```
 */
export function saidByJsonata(text: string): Said {
  if (!text.startsWith("{%") || !text.endsWith("%}")) return literal(text);
  const parts = operands(text.slice(2, -2));
  if (parts === undefined) return COMPUTED;
  if (parts.every(isLiteral)) return literal(parts.map((part) => part.slice(1, -1)).join(""));
  return pattern(parts.map((part) => (isLiteral(part) ? part.slice(1, -1) : "*")).join(""));
}

/** Of a text that no query language touches. */
export const saidLiterally = literal;
