/** Random templates of all steps, for tests of what holds for every template. */
import fc from "fast-check";
import { type StepName, stepNames } from "../../../handlers/masking/engine/index.ts";

/** The lists that random templates name. */
export const lists = new Map([
  ["names", ["Alma", "Boris", "Çelik", "İnci", "it's", "back\\slash", "😀"]],
  ["two", ["yes", "no"]],
  ["l'ist \\ :", ["a", "b", "c"]],
]);

const none = fc.constant<string[]>([]);
const domain = fc.constantFrom("d", "müşteri", "a'b\\c", "x y");
const count = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map(String);
const separator = fc.constantFrom("@", "#", ".", " ", ":", "::", "ab", "İ", "😀", "'", "\\", "-", "##", "e\u0301");
const range = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: -50, max: 50 }),
      fc.maxSafeInteger().map((n) => Math.trunc(n / 8)),
    ),
    fc.integer({ min: 1, max: 10_000 }),
  )
  .map(([min, size]) => [String(min), String(min + size)]);

const argumentsOf: { readonly [K in StepName]: fc.Arbitrary<string[]> } = {
  trim: none,
  lower: none,
  upper: none,
  nfc: none,
  digits: none,
  local: none,
  domain: none,
  part: fc
    .tuple(
      separator,
      fc.integer({ min: -4, max: 4 }).filter((n) => n !== 0),
    )
    .map(([by, n]) => [by, String(n)]),
  keep: none,
  hash: fc.oneof(none, fc.tuple(count(8, 64)), fc.tuple(count(8, 64), domain)),
  first: fc.tuple(count(1, 12)),
  last: fc.tuple(count(1, 12)),
  redact: none,
  format: fc.oneof(none, fc.tuple(domain)),
  perm: fc.constantFrom([], ["nz"]),
  pick: fc.constantFrom("names", "two").map((list) => [list]),
  int: range,
  uuid: none,
  ip: none,
  date: fc.oneof(fc.tuple(count(1, 36_500)), fc.tuple(count(1, 400), fc.constant("customer_id"))),
  year: none,
  card: fc.oneof(none, fc.tuple(fc.stringMatching(/^[0-9]{1,11}$/))),
  iban: none,
};

/** A step with random arguments, as it is written. */
export function stepText(name: StepName): fc.Arbitrary<string> {
  return argumentsOf[name].map((args) => [name, ...args].join(":"));
}

const step = fc.constantFrom(...stepNames).chain(stepText);
const pipeline = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => `{{${steps.join("|")}}}`);
const literal = fc.constantFrom("test+", "@example.com", "XXX-", "'", "\\", "{{'{{'}}", "{{''}}", "é😀", "%s $1 :name", "");

/** The text of a template: up to three pipelines among literals, or `{{null}}`. */
export const templateText: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: fc.tuple(literal, pipeline, literal).map((parts) => parts.join("")) },
  { weight: 40, arbitrary: pipeline },
  { weight: 20, arbitrary: fc.array(fc.oneof(literal, pipeline), { maxLength: 5 }).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.constant("{{null}}") },
);
