/** The expressions of random workflows: texts, numbers, conditions and computed values that both languages can say. */
import {
  add,
  after,
  and,
  at as at_,
  base64,
  before,
  chunk,
  contains,
  count,
  type Expr,
  eq,
  filter,
  fromBase64,
  gt,
  gte,
  hash,
  like,
  lt,
  merge,
  ne,
  not,
  or,
  orElse,
  parseJson,
  pluck,
  present,
  type Ref,
  range,
  split,
  stringify,
  subtract,
  text,
  unique,
  whenPresent,
} from "../../../workflows/kit/index.ts";
import type { Result } from "./data.ts";
import { type Pool, pick } from "./pool.ts";
import type { Picks } from "./recipes.ts";

/** The arguments of a call. */
export function argumentsFrom(
  [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]: Picks,
  pool: Pool,
  risky: boolean,
): Readonly<Record<string, unknown>> {
  const optional = risky && pool.maybeTexts.length > 0 ? { optional: pick(pool.maybeTexts, f) } : {};
  return {
    text: textFrom(a, pool),
    number: numberFrom(b, pool),
    list: [pick(pool.texts, c), "it's", pick(pool.numbers, d)],
    things: pick(pool.things, e),
    many: pick(pool.lists, e),
    deep: [{ flag: pick(pool.flags, a), nothing: pick(pool.nullable, b) }],
    computed: computedFrom(c, d, pool, risky),
    ...optional,
  };
}

/** What both languages can compute. */
function computedFrom(at: number, by: number, pool: Pool, risky: boolean): unknown {
  const t = pick(pool.texts, by);
  const tags = pick(pool.tags, by);
  const list = pick(pool.things, by);
  const computed = [
    () => split(text`a-${t}-b`, "-"),
    () => contains(tags, "a"),
    () => contains(tags, t),
    () => chunk(tags, 2),
    () => range(pick(pool.numbers, by), 9, 3),
    () => at_(split(text`x-y-z`, "-"), by % 3),
    ...(risky ? [() => at_(tags, by % 2 === 0 ? 0 : pick(pool.numbers, by))] : []),
    () => merge(pick(pool.objects, by), pick(pool.objects, by + 1)),
    () => count(unique(tags)),
    () => unique(filter(list, (of) => eq(of.size, 1))),
    () => stringify(list),
    () => parseJson(stringify(tags)),
    () => hash(t),
    () => fromBase64(base64(t)),
    // JSONata has no UTF-8 there.
    () => base64(text`run-${pick(pool.numbers, by)}>`),
    () => subtract(pick(pool.numbers, by), 2),
    () => pluck(list, (of) => of.name),
    () => pluck(list, (of) => of.tags),
    () => pluck(list, (of) => of.note),
    () => filter(list, (of) => gt(of.size, 1)),
    () => filter(list, (of) => and(eq(of.name, "a"), ne(of.size, 2))),
    () => filter(list, (of) => not(eq(of.name, "it's"))),
    () =>
      pluck(
        filter(list, (of) => lt(of.size, 3)),
        (of) => of.tags,
      ),
    () => count(filter(list, (of) => gte(of.size, 2))),
  ];
  return pick(computed, at)();
}

export function textFrom(at: number, pool: Pool): Ref<string> {
  if (at % 3 === 0) return text`it's "${pick(pool.texts, at)}" {} \\ ${pick(pool.numbers, at)} of $`;
  return at % 3 === 1 ? text`${pick(pool.texts, at)}` : pick(pool.texts, at);
}

export function numberFrom(at: number, pool: Pool): Ref<number> {
  if (at % 3 === 0) return add(pick(pool.numbers, at), pick(pool.numbers, at + 1));
  return at % 3 === 1 ? count(pick(pool.lists, at)) : pick(pool.numbers, at);
}

/** A condition that both languages can say. */
export function conditionFrom([a = 0, b = 0, c = 0, ...rest]: Picks, pool: Pool, depth: number): Ref<boolean> {
  const again = (shift: number): Ref<boolean> => conditionFrom([a + shift, b + 3 * shift, c + shift, ...rest].slice(1), pool, depth - 1);
  const ask = [
    () => eq(pick(pool.texts, b), "a"),
    () => ne(pick(pool.texts, b), pick(["", "'", '"'], c)),
    () => eq(pick(pool.texts, b), pick(pool.texts, c)),
    () => eq(pick(pool.flags, b), c % 2 === 0),
    () => pick(pool.flags, b),
    () => gt(pick(pool.numbers, b), c % 4),
    () => lt(pick(pool.numbers, b), pick(pool.numbers, c)),
    () => eq(pick(pool.nullable, b), null),
    () => ne(pick(pool.nullable, b), "a"),
    () => like(pick(pool.texts, b), pick(["*", "a*", "*\\\\*", "*'*", "a*b*", '*"', "*$*"], c)),
    () => before(pick(pool.instants, b), "2026-11-24T02:00:00.100Z"),
    () => after(pick(pool.instants, b), pick(pool.instants, c)),
    ...(pool.maybeTexts.length === 0
      ? []
      : [
          () => present(pick(pool.maybeTexts, b)),
          () => whenPresent(pick(pool.maybeTexts, b), (there) => ne(there, "a")),
          () => whenPresent(pick(pool.maybeTexts, b), (there) => eq(there, pick(pool.texts, c)), true),
          () => eq(orElse(pick(pool.maybeTexts, b), "a"), pick(["a", "b"], c)),
        ]),
    ...(pool.maybeNumbers.length === 0
      ? []
      : [
          () => not(present(pick(pool.maybeNumbers, b))),
          () => gte(orElse(pick(pool.maybeNumbers, b), 2), c % 4),
          () => and(present(pick(pool.maybeNumbers, b)), gt(pick(pool.numbers, c), 1)),
        ]),
    ...(depth > 0 ? [() => and(again(1), again(2)), () => or(again(1), again(2)), () => not(again(1))] : []),
  ];
  return pick(ask, a)();
}

/** What a machine puts out. */
export function outputFrom(gives: number, [a = 0, b = 0]: Picks, pool: Pool): unknown {
  if (gives === 0) return undefined;
  if (gives === 1) return { text: textFrom(a, pool), number: numberFrom(b, pool), fixed: [] };
  if (gives === 4 && pool.wholes.length > 0) return pool.wholes.at(-1);
  return gives === 2 ? pick(pool.things, a) : pick(pool.texts, b);
}

/** What `keep` makes of a result. */
export const keptOf = (result: Expr<Result>) => ({
  text: text`<${result.text}>`,
  done: result.done,
  amount: add(result.amount, 1),
  flag: result.flag,
  at: result.at,
  "odd key": result["odd key"],
  nothing: result.nothing,
  things: result.things,
  tags: result.tags,
});
