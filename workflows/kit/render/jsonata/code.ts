/** Pieces of JSONata: a text, and how tightly its outermost operator binds. */
import { TemplateString, type TokenPart } from "../../template/index.ts";

/** How tightly an operator binds, in JSONata's own order. */
export const LEVEL = { anything: 0, or: 25, and: 30, compare: 40, add: 50, multiply: 60, step: 75, value: 100 } as const;

export interface Code {
  readonly text: TemplateString;
  readonly level: number;
}
export type Part = string | TokenPart | TemplateString | Code;

/** Puts parts together. */
export const code = (level: number, ...parts: readonly Part[]): Code => ({
  text: new TemplateString(...parts.map((part) => (typeof part === "object" && "level" in part ? part.text : part))),
  level,
});

/** The code, in parentheses when it binds no more tightly than what is beside it. */
export const within = (of: Code, level: number): Code => (of.level > level ? of : code(LEVEL.value, "(", of, ")"));

/** `a and b and c`; each operand is put into parentheses when it must be. */
export const joined = (level: number, operator: string, operands: readonly Code[]): Code => {
  const [only] = operands;
  if (operands.length === 1 && only) return only;
  return code(
    level,
    ...operands.flatMap((operand, index): Part[] => (index === 0 ? [within(operand, level)] : [` ${operator} `, within(operand, level)])),
  );
};

/** `$name(a, b)`. */
export const called = (name: string, ...inputs: readonly Part[]): Code =>
  code(LEVEL.value, `$${name}(`, ...inputs.flatMap((input, index): Part[] => (index === 0 ? [input] : [", ", input])), ")");

/** `condition ? yes : no`, in parentheses: it binds less than everything around it. */
export const decided = (condition: Part, yes: Part, no: Part): Code => code(LEVEL.value, "(", condition, " ? ", yes, " : ", no, ")");
