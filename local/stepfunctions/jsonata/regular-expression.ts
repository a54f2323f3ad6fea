/** Regular expressions of JSONata on a linear-time engine: patterns come from definitions, texts from anywhere. */
import { RE2JS } from "re2js";

const compiled = new Map<string, RE2JS>();

/**
 * Reads the pattern.
 *
 * @throws Error for look-around and back-references, which need exponential time at worst
 */
export function linearPattern(expression: RegExp): RE2JS {
  const key = String(expression);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const flags = (expression.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (expression.multiline ? RE2JS.MULTILINE : 0);
  const pattern = compilePattern(expression, flags);
  if (compiled.size > 1_000) compiled.clear();
  compiled.set(key, pattern);
  return pattern;
}

function compilePattern({ source }: RegExp, flags: number): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), flags);
  } catch (error) {
    const hint = "This engine matches in linear time and knows no look-around and no back-references.";
    throw new SyntaxError(`The regular expression /${source}/ can't be used (${error instanceof Error ? error.message : error}). ${hint}`);
  }
}

/** As much of RegExp as the jsonata package uses. */
export class LinearRegExp {
  lastIndex = 0;
  readonly #pattern: RE2JS;

  constructor(expression: RegExp) {
    this.#pattern = linearPattern(expression);
  }

  exec(text: string): RegExpExecArray | null {
    if (this.lastIndex > text.length) return null;
    const matcher = this.#pattern.matcher(text);
    if (!matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? undefined);
    return Object.assign(groups, { index: matcher.start(), input: text }) as unknown as RegExpExecArray;
  }
}
