import fc from "fast-check";
import { z } from "zod";
import { boundOfPattern } from "../../workflows/kit/bounds/pattern.ts";
import { sizeOfSchema } from "../../workflows/kit/bounds/schema-size.ts";

const bytes = (schema: z.ZodType): number => sizeOfSchema(schema).bytes;
const json = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? "", "utf8");

/** A schema and values that it accepts. */
interface Case {
  readonly schema: z.ZodType;
  readonly value: fc.Arbitrary<unknown>;
}
const keys = fc.string({ unit: fc.constantFrom("a", "B", '"', "\\", "é", "界", " "), minLength: 1, maxLength: 4 });
// Characters that cost most: escapes, quotes, three and four bytes, a surrogate alone.
const dear = fc.constantFrom("\u0000", '"', "\\", "a", "é", "界", "😀", "\ud800", "\u2028", "\u007f", "\n");
const patterns: readonly RegExp[] = [
  /^[a-z][a-z0-9-]{0,15}$/,
  /^\d{8}t\d{4}-[0-9a-f]{4}$/,
  /^(?:ab|c+d?){1,3}x*$/,
  /^.{2,4}$|^\w*$/,
  /^[^a]?\s\S[\w"\\\]-]{3}$/,
  /^(?<name>é|[À-ſ]{1,2})$/,
];

const texts: fc.Arbitrary<Case> = fc.oneof(
  fc
    .record({ max: fc.nat(6), units: fc.array(dear, { maxLength: 6 }) })
    .map(({ max, units }) => ({ schema: z.string().max(max), value: fc.constant(units.join("").slice(0, max)) })),
  fc.constantFrom(...patterns).map((pattern) => ({
    schema: z.string().max(1024).regex(pattern),
    value: fc.stringMatching(pattern, { size: "small" }).filter((value) => pattern.test(value) && value.length <= 1024),
  })),
  fc.constantFrom<Case>(
    {
      schema: z.string().regex(/^[^"\\\p{Cc}\p{Cs}]{0,5}$/u),
      value: fc.string({ unit: fc.constantFrom("a", "é", "界", "😀", "\u2028"), maxLength: 5 }),
    },
    { schema: z.uuid(), value: fc.uuid() },
    {
      schema: z.iso.datetime(),
      value: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-12-31") }).map((date) => date.toISOString()),
    },
    { schema: z.string().length(3), value: fc.string({ unit: fc.constantFrom('"', "\u0001", "界"), minLength: 3, maxLength: 3 }) },
  ),
);
const scalars: fc.Arbitrary<Case> = fc.oneof(
  fc.constantFrom<Case>(
    { schema: z.number(), value: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { schema: z.number().min(0), value: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }) },
    { schema: z.int(), value: fc.maxSafeInteger() },
    { schema: z.int().min(0), value: fc.maxSafeNat() },
    { schema: z.int32(), value: fc.integer() },
    { schema: z.int().min(-20).max(1500), value: fc.integer({ min: -20, max: 1500 }) },
    { schema: z.boolean(), value: fc.boolean() },
    { schema: z.null(), value: fc.constant(null) },
    { schema: z.enum(["a", "界\n", '"']), value: fc.constantFrom("a", "界\n", '"') },
    { schema: z.literal(["x", 12, true]), value: fc.constantFrom("x", 12, true) },
  ),
);

/** Any JSON schema with bounds, some levels deep. */
const cases: fc.Arbitrary<Case> = fc.letrec<{ any: Case }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(texts, scalars),
    fc
      .tuple(tie("any"), fc.nat(4))
      .map(([{ schema, value }, max]) => ({ schema: z.array(schema).max(max), value: fc.array(value, { maxLength: max }) })),
    fc.dictionary(keys, fc.tuple(tie("any"), fc.boolean()), { maxKeys: 4 }).map((fields) => {
      const entries = Object.entries(fields);
      const required = entries.filter(([, [, optional]]) => !optional).map(([key]) => key);
      return {
        schema: z.object(Object.fromEntries(entries.map(([key, [{ schema }, optional]]) => [key, optional ? schema.optional() : schema]))),
        value: fc.record(Object.fromEntries(entries.map(([key, [{ value }]]) => [key, value])), {
          requiredKeys: required,
          noNullPrototype: true,
        }) as fc.Arbitrary<unknown>,
      };
    }),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => ({ schema: z.union([a.schema, b.schema]), value: fc.oneof(a.value, b.value) })),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => ({ schema: z.tuple([a.schema, b.schema]), value: fc.tuple(a.value, b.value) })),
    tie("any").map(({ schema, value }) => ({ schema: schema.nullable(), value: fc.option(value) })),
    tie("any").map(({ schema, value }) => ({
      schema: z.record(z.enum(["k", "界"]), schema),
      value: fc.record({ k: value, 界: value }) as fc.Arbitrary<unknown>,
    })),
  ),
})).any;

describe("the size of a schema", () => {
  it("is never exceeded by a value that the schema accepts", () => {
    fc.assert(
      fc.property(
        cases.chain(({ schema, value }) => fc.tuple(fc.constant(schema), value)),
        ([schema, value]) => {
          const parsed = schema.safeParse(value);
          fc.pre(parsed.success);
          expect(json(parsed.data)).toBeLessThanOrEqual(bytes(schema));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("is exact where the dearest value can be written down", () => {
    expect(bytes(z.string().max(4))).toBe(json("\u0000".repeat(4)));
    expect(bytes(z.string())).toBe(2 + 1024 * 6);
    expect(bytes(z.int().min(0))).toBe(json(Number.MAX_SAFE_INTEGER));
    expect(bytes(z.number())).toBe(json(-0.0000012345678901234567));
    expect(bytes(z.array(z.boolean()).max(3))).toBe(json([false, false, false]));
    expect(bytes(z.object({ a: z.enum(["x", "long"]), b: z.null().optional() }))).toBe(json({ a: "long", b: null }));
    expect(bytes(z.uuid())).toBe(38);
    expect(bytes(z.tuple([z.literal(1), z.literal("é")]))).toBe(json([1, "é"]));
  });

  it.each([
    ["an array", z.array(z.int()), "", "an array without .max()"],
    ["an array inside", z.object({ a: z.array(z.object({ b: z.array(z.int()) })).max(2) }), "a[].b", "an array without .max()"],
    ["any value", z.object({ a: z.unknown() }), "a", "anything (z.unknown())"],
    ["a record", z.record(z.string(), z.int()), "", "a record with any number of keys"],
    ["a transformation", z.string().transform((text) => text.repeat(9)), "", "anything (z.transform())"],
    ["further fields", z.looseObject({ a: z.int() }), "", "an object that may have any further field"],
  ])("is unbounded for %s, which is said with its place", (_, schema, path, why) => {
    expect(sizeOfSchema(schema)).toMatchObject({ bytes: Number.POSITIVE_INFINITY, unbounded: { path, why } });
  });

  it("holds itself: a recursive schema is unbounded, and ends", () => {
    const tree: z.ZodType = z.object({ below: z.lazy(() => z.array(tree).max(2)) });
    expect(bytes(tree)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is what the author states, where zod has no bound", () => {
    expect(bytes(z.unknown().meta({ maxBytes: 512 }))).toBe(512);
    expect(bytes(z.string().max(4).meta({ maxBytes: 512 }))).toBe(26);
  });

  it("of AWS's objects is known only field by field", () => {
    const schema = z.object({ Table: z.object({ Status: z.enum(["ACTIVE"]) }) });
    const open = sizeOfSchema(schema, { open: true });
    expect(open.unbounded?.path).toBe("Table");
    expect(open.fields?.get("Table")?.fields?.get("Status")?.bytes).toBe(8);
    expect(sizeOfSchema(z.strictObject({ Status: z.enum(["ACTIVE"]) }), { open: true }).bytes).toBe(json({ Status: "ACTIVE" }));
  });
});

describe("the length of what a pattern accepts", () => {
  it.each([
    [/^[a-z][a-z0-9-]{0,15}$/, 16, 16],
    [/^(?:ab|c{3})?$/, 3, 3],
    [/^a|b$/, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [/^a$|^bb$/, 2, 2],
    [/^é{2}$/, 2, 4],
    [/^😀$/u, 2, 4],
    [/^"\t$/, 2, 4],
    [/^[^"\\\p{Cc}\p{Cs}]$/u, 2, 4],
    [/^[^a]$/, 1, 6],
    [/^\u{1f600}\x41$/u, 3, 5],
    [/^(?=.{9})a(?!b)b?$/, 2, 2],
    [/^(a+)+$/, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])("of %s is %d units, %d bytes", (pattern, units, most) => {
    expect(boundOfPattern(pattern)).toMatchObject({ units, bytes: most });
  });

  it.each([/abc/, /^(a)\1$/, /^\p{L}$/u, /^a$/i, /^a$/m, /^a(?=^b)$/])("of %s is not known", (pattern) => {
    expect(boundOfPattern(pattern)).toMatchObject({ bytes: Number.POSITIVE_INFINITY, perUnit: 6 });
  });
});
