/** How large the results of functions are, by the sizes of their arguments: every function that is not listed here falls under one rule. */
import type { LiteralNode } from "../expressions/index.ts";
import { anyOf, arrayOf, BOOLEAN, either, NOTHING, NUMBER, objectOf, partOf, type Size, textOf } from "./size.ts";

/** Elements of a `range` whose ends are not literals; States.ArrayRange gives no more. */
const RANGE = 1000;

type Rule = (sizes: readonly Size[], literals: readonly (LiteralNode["value"] | undefined)[]) => Size;

const at = (sizes: readonly Size[], index: number): Size => sizes[index] ?? NOTHING;
const all = (sizes: readonly Size[]): number => sizes.reduce((sum, { bytes }) => sum + bytes, 0);
/** The content of a text; anything else counts as the text that is made of it. */
export const contentOf = ({ bytes, form }: Size): number => (form === "text" ? bytes - 2 : form === "plain" ? bytes : bytes * 2);
const elements = (array: Size): number => array.count ?? array.bytes / 2;

const boolean: Rule = () => BOOLEAN;
const number: Rule = () => NUMBER;
const same: Rule = (sizes) => at(sizes, 0);
/** JSON in a text: quotes and backslashes get a backslash each. */
const escaped: Rule = (sizes) => textOf(at(sizes, 0).bytes * 2);
// Upper case may triple a character, as that of ΐ.
const cased: Rule = (sizes) => textOf(contentOf(at(sizes, 0)) * 3);

const RULES: Readonly<Record<string, Rule>> = {
  not: boolean,
  present: boolean,
  before: boolean,
  after: boolean,
  like: boolean,
  contains: boolean,
  orElse: (sizes) => either(at(sizes, 0), at(sizes, 1)),
  iff: (sizes) => either(at(sizes, 1), at(sizes, 2)),
  whenPresent: (sizes) => either(at(sizes, 1), at(sizes, 2)),
  add: number,
  subtract: number,
  multiply: number,
  divide: number,
  remainder: number,
  round: number,
  floor: number,
  ceil: number,
  count: number,
  sum: number,
  length: number,
  upper: cased,
  lower: cased,
  trim: same,
  substring: same,
  // Between two parts stand a comma and two quotes.
  split: (sizes) => {
    const content = contentOf(at(sizes, 0));
    return { ...arrayOf(textOf(content), content + 1), bytes: content * 4 + 4 };
  },
  join: (sizes) => textOf(at(sizes, 0).bytes + elements(at(sizes, 0)) * contentOf(at(sizes, 1))),
  replace: (sizes) => textOf((contentOf(at(sizes, 0)) + 1) * (contentOf(at(sizes, 2)) + 1)),
  range: (_, [first, last, step]) => {
    const known = typeof first === "number" && typeof last === "number" && typeof step === "number" && step !== 0;
    return arrayOf(NUMBER, known ? Math.max(0, Math.floor((last - first) / step) + 1) : RANGE);
  },
  chunk: (sizes) => ({ ...at(sizes, 0), bytes: at(sizes, 0).bytes * 3, element: at(sizes, 0) }),
  unique: same,
  merge: (sizes) =>
    sizes.every(({ fields }) => fields) ? objectOf(sizes.flatMap(({ fields }) => [...(fields ?? [])])) : anyOf(all(sizes)),
  at: (sizes) => partOf(at(sizes, 0), 0),
  stringify: escaped,
  // A short number as 1e20 becomes a long one.
  parseJson: (sizes) => anyOf(contentOf(at(sizes, 0)) * 6),
  hash: () => textOf(128),
  uuid: () => textOf(36),
  base64: (sizes) => textOf(Math.ceil(contentOf(at(sizes, 0)) / 3) * 4),
  fromBase64: (sizes) => textOf(contentOf(at(sizes, 0)) * 6),
};

/**
 * The one rule for what is not listed, hand-written source included: six times what goes in, and 1,024 bytes. Six, since
 * no character gets longer than its escape; the rest is for what is not made of the input.
 */
export const unlisted = (sizes: readonly Size[]): Size => {
  const why = sizes.find(({ unbounded }) => unbounded)?.unbounded;
  return { ...anyOf(all(sizes) * 6 + 1024), ...(why ? { unbounded: why } : {}) };
};

/** The size of a function's result. */
export function sizeOfCall(name: string, sizes: readonly Size[], literals: readonly unknown[]): Size {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  const size = rule ? rule(sizes, literals) : unlisted(sizes);
  const why = size.bytes === Number.POSITIVE_INFINITY ? sizes.find(({ unbounded }) => unbounded)?.unbounded : undefined;
  return why && !size.unbounded ? { ...size, unbounded: why } : size;
}
