/** Recipes: which steps there are, and by which numbers each of them picks from the values at hand. */
import fc from "fast-check";

/** Numbers by which a step picks from what is at hand. */
export type Picks = readonly number[];
export type Step =
  | { readonly kind: "run"; readonly picks: Picks; readonly keep: boolean; readonly ignore: boolean; readonly retry: boolean }
  | { readonly kind: "poll"; readonly picks: Picks; readonly failIf: boolean }
  | { readonly kind: "pass"; readonly picks: Picks }
  | { readonly kind: "wait"; readonly picks: Picks; readonly fromData: boolean }
  | {
      readonly kind: "choice";
      readonly picks: Picks;
      readonly bodies: readonly (readonly Step[])[];
      readonly ends: number;
      readonly gives: boolean;
    }
  | { readonly kind: "map"; readonly picks: Picks; readonly of: boolean; readonly body: readonly Step[]; readonly gives: number }
  | { readonly kind: "parallel"; readonly picks: Picks; readonly branches: readonly (readonly Step[])[]; readonly gives: number }
  | { readonly kind: "guard"; readonly picks: Picks; readonly body: readonly Step[]; readonly ends: number };
export interface Recipe {
  readonly steps: readonly Step[];
  readonly picks: Picks;
  readonly gives: number;
  /** Reads optional values where an absent one fails; then nothing is caught, so that the failure ends the execution. */
  readonly risky: boolean;
}

const picks = fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 });
const tree = fc.letrec<{ step: Step; steps: readonly Step[] }>((tie) => ({
  step: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ kind: fc.constant("run" as const), picks, keep: fc.boolean(), ignore: fc.boolean(), retry: fc.boolean() }),
    fc.record({ kind: fc.constant("pass" as const), picks }),
    fc.record({ kind: fc.constant("wait" as const), picks, fromData: fc.boolean() }),
    fc.record({ kind: fc.constant("poll" as const), picks, failIf: fc.boolean() }),
    fc.record({
      kind: fc.constant("choice" as const),
      picks,
      bodies: fc.array(tie("steps"), { minLength: 2, maxLength: 3 }),
      ends: fc.nat(3),
      gives: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("map" as const), picks, of: fc.boolean(), body: tie("steps"), gives: fc.nat(4) }),
    fc.record({
      kind: fc.constant("parallel" as const),
      picks,
      branches: fc.array(tie("steps"), { minLength: 1, maxLength: 3 }),
      gives: fc.nat(4),
    }),
    fc.record({ kind: fc.constant("guard" as const), picks, body: tie("steps"), ends: fc.nat(2) }),
  ),
  steps: fc.array(tie("step"), { minLength: 1, maxLength: 3 }),
}));
export const recipes: fc.Arbitrary<Recipe> = fc.record({
  steps: fc.array(tree.step, { minLength: 1, maxLength: 5 }),
  picks,
  gives: fc.nat(4),
  risky: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
});
