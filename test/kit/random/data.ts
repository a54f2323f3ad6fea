/** The data of random workflows: what executions are started with, and what their Tasks answer. */
import fc from "fast-check";
import { z } from "zod";
import { lambda } from "../../../workflows/kit/contract/index.ts";

const thing = z.object({ name: z.string(), size: z.int(), tags: z.array(z.string()), note: z.string().optional() });
/** What executions are started with. */
export const inputSchema = z.object({
  id: z.string(),
  amount: z.int(),
  flag: z.boolean(),
  at: z.iso.datetime(),
  "odd key": z.string(),
  nothing: z.string().nullable(),
  things: z.array(thing),
  tags: z.array(z.string()),
  deep: z.object({ limit: z.int().optional(), label: z.string().optional(), in: z.object({ list: z.array(z.int()) }) }),
});
export type Input = z.output<typeof inputSchema>;
const output = inputSchema.omit({ id: true }).extend({ text: z.string(), done: z.boolean() });
export type Result = z.output<typeof output>;
/** The one contract of all Tasks. */
export const work = lambda("worker", "work", { input: z.record(z.string(), z.unknown()), output, errors: ["Work.Failed", "Work.Odd"] });

const letters = fc.string({ unit: fc.constantFrom("a", "b", "'", '"', "\\", "$", "{", "}", "%", "é", "\n", " "), maxLength: 5 });
const small = fc.integer({ min: 0, max: 5 });
const things = fc.array(
  fc.record(
    { name: letters, size: small, tags: fc.array(letters, { maxLength: 2 }), note: letters },
    { requiredKeys: ["name", "size", "tags"] },
  ),
  { maxLength: 3 },
);
const fields = {
  amount: small,
  flag: fc.boolean(),
  at: fc.constantFrom("2026-11-24T02:00:00Z", "2026-11-24T02:00:00.500Z", "2026-11-25T00:00:00Z", "2026-11-24T03:00:00+01:00"),
  "odd key": letters,
  nothing: fc.option(letters),
  things,
  tags: fc.array(letters, { maxLength: 3 }),
  deep: fc
    .tuple(fc.record({ limit: small, label: letters }, { requiredKeys: [] }), fc.array(small, { maxLength: 3 }))
    .map(([optional, list]) => ({ ...optional, in: { list } })),
};
export const inputs: fc.Arbitrary<Input> = fc.record({ id: letters, ...fields });
/** What a Task gives: a result, or an error. */
export type Answer = { readonly return: Result } | { readonly throw: { readonly error: string; readonly cause: string } };
export const answers: fc.Arbitrary<readonly Answer[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ return: fc.record({ text: letters, done: fc.boolean(), ...fields }) }) },
    { weight: 1, arbitrary: fc.record({ throw: fc.record({ error: fc.constantFrom("Work.Failed", "Work.Odd"), cause: letters }) }) },
  ),
  { minLength: 1, maxLength: 6 },
);
