/** Random machines: graphs with Maps and branches inside of each other, where every state comes to an end. */
import fc from "fast-check";
import type { AslMachine, Json } from "../../workflows/kit/asl/index.ts";
import { variableName } from "../../workflows/kit/build/names.ts";

const path = fc.constantFrom(
  "$",
  "$.a",
  "$.b.c",
  "$.r",
  "$.r.x",
  "$.list[0]",
  "$.list[12].id",
  "$['x y'].z",
  "$.failure.Error",
  "$$.Execution.Id",
  "$..a",
);
const words = fc.oneof(
  fc.string({ maxLength: 12, unit: "grapheme" }),
  fc.constantFrom("${a}", "x-${a_b}-${c}", "$${a}", "%{ if }", "%%{", "${X}", "it's", 'say "x"', "`", "\\", "\n", "{% $x %}"),
);
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    words,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(words, tie("value"), { maxKeys: 3 }),
  ),
})).value;
const template = fc
  .dictionary(fc.constantFrom("a", "b.$", "c", "d.$"), json, { maxKeys: 3 })
  .chain((value) =>
    fc
      .tuple(path, path)
      .map(([one, two]): Json => ({ ...value, ...("b.$" in value ? { "b.$": one } : {}), ...("d.$" in value ? { "d.$": two } : {}) })),
  );
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const places = maybe(fc.constantFrom(null, "$", "$.r", "$.a", "$.b.c", "$.failure", "$.state1"));
const rule = fc.oneof(
  fc.record({ Variable: path, StringEquals: words }),
  fc.record({ Variable: path, NumericLessThan: fc.integer() }),
  fc.record({ Variable: path, BooleanEquals: fc.boolean() }),
  fc.record({ Variable: path, IsPresent: fc.boolean() }),
  fc.record({ Variable: path, StringEqualsPath: path }),
  fc.record({ Not: fc.record({ Variable: path, StringMatches: words }) }),
  fc.record({ Or: fc.array(fc.record({ Variable: path, NumericEquals: fc.integer() }), { minLength: 1, maxLength: 3 }) }),
);
const pathFor = (type: string): fc.Arbitrary<Record<string, Json | undefined>> => {
  switch (type) {
    case "Task":
      return fc.record({
        Resource: words,
        Parameters: maybe(template),
        ResultPath: places,
        InputPath: maybe(path),
        TimeoutSeconds: maybe(fc.nat()),
        Comment: maybe(words),
      });
    case "Pass":
      return fc.oneof(
        fc.record({ Result: maybe(json), ResultPath: places }),
        fc.record({ Parameters: template, ResultPath: places }),
        fc.record({ InputPath: path, ResultPath: places, OutputPath: maybe(path) }),
      );
    case "Wait":
      return fc.oneof(
        fc.record({ Seconds: fc.nat() }),
        fc.record({ SecondsPath: path }),
        fc.record({ TimestampPath: path }),
        fc.record({ Timestamp: words }),
      );
    case "Fail":
      return fc.record({ Error: maybe(words), Cause: maybe(words), ErrorPath: maybe(path) });
    case "Succeed":
      return fc.record({ OutputPath: maybe(path) });
    default:
      return fc.record({ ResultPath: places, Parameters: maybe(template) });
  }
};

interface Draft {
  readonly type: string;
  readonly fields: Record<string, Json | undefined>;
  readonly name: string;
  readonly rules: readonly Record<string, Json>[];
  readonly hops: readonly number[];
  readonly hasDefault: boolean;
  /** A Task as the language writes it. */
  readonly isPlain: boolean;
  readonly catches: readonly (string | null | undefined)[];
  readonly inner: readonly (readonly Draft[])[];
}

const drafts = (depth: number): fc.Arbitrary<readonly Draft[]> =>
  fc.array(
    fc.constantFrom("Task", "Pass", "Wait", "Choice", "Fail", "Succeed", ...(depth > 0 ? ["Map", "Parallel"] : [])).chain((type) =>
      fc.record<Draft>({
        type: fc.constant(type),
        fields: pathFor(type),
        name: words,
        rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
        hops: fc.array(fc.nat({ max: 30 }), { minLength: 8, maxLength: 8 }),
        hasDefault: fc.boolean(),
        isPlain: fc.boolean(),
        catches: fc.array(places, { maxLength: 2 }),
        inner:
          type === "Map"
            ? fc.tuple(drafts(depth - 1))
            : type === "Parallel"
              ? fc.array(drafts(depth - 1), { minLength: 1, maxLength: 3 })
              : fc.constant([]),
      }),
    ),
    { minLength: 1, maxLength: 8 },
  );

/** A Task as the language writes one, which reads what others have left; the language's own word for it is run. */
function plainTask(
  names: readonly string[],
  index: number,
  Next: string,
  [, h1 = 0, h2 = 0, h3 = 0]: readonly number[],
): Record<string, Json> {
  const placeOf = (at: number): string => `$.${variableName(names[at % names.length] ?? "")}`;
  return {
    Type: "Task",
    Resource: h1 % 3 === 0 ? "arn:aws:states:::lambda:invoke" : "arn:aws:states:::aws-sdk:s3:getObject",
    Parameters:
      h1 % 3 === 0
        ? { FunctionName: "${x_arn}", Payload: { operation: "o", "of.$": `${placeOf(h2)}.key` } }
        : { Bucket: "b", "Key.$": `${placeOf(h2)}.key`, "Other.$": "$.a" },
    ...(h3 % 2 ? { ResultSelector: { "key.$": h1 % 3 === 0 ? "$.Payload.key" : "$.Key" } } : {}),
    ResultPath: h3 % 5 === 4 ? null : placeOf(index),
    TimeoutSeconds: 1 + h2 * 60,
    ...(h2 > 15 ? { Retry: [{ ErrorEquals: ["E", "States.Timeout"], IntervalSeconds: 1, MaxAttempts: h1, BackoffRate: 1.5 }] } : {}),
    ...(h3 > 15 ? { Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: names[h3 % names.length] ?? "" }] } : {}),
    Next,
  };
}

/** Every state leads forward in one way at least, so that each one comes to an end; what cannot be reached is left out. */
function assemble(states: readonly Draft[], count: { value: number }): AslMachine {
  const names = states.map(({ name }) => {
    count.value += 1;
    return `${name.trim()} ${count.value}`.trim();
  });
  const last = states.length - 1;
  const anywhere = (hop: number): string => names[hop % names.length] ?? "";
  const forward = (from: number, hop: number): string => names[from + 1 + (hop % (last - from))] ?? "";
  const made = states.map((state, index): Record<string, Json> => {
    const { hops } = state;
    const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0] = hops;
    const ends = index === last || state.type === "Fail" || state.type === "Succeed";
    const fields = Object.fromEntries(Object.entries(state.fields).filter((entry): entry is [string, Json] => entry[1] !== undefined));
    const machines = state.inner.map((of) => assemble(of, count) as unknown as Json);
    const type = state.type === "Choice" && index === last ? "Succeed" : state.type;
    if (type === "Choice") {
      const Choices = state.rules.map((of, at) => ({ ...of, Next: at === 0 ? forward(index, h0) : anywhere(hops[at + 1] ?? 0) }));
      return { Type: type, Choices, ...(state.hasDefault ? { Default: anywhere(h4) } : {}) };
    }
    const catches = state.catches.map(
      (at, which): Json => ({
        ErrorEquals: [`E${which}`],
        ...(at === undefined ? {} : { ResultPath: at }),
        Next: anywhere(which === 0 ? h1 : h2),
      }),
    );
    if (type === "Task" && state.isPlain && !ends) return plainTask(names, index, forward(index, h0), hops);
    const works = type === "Task" || type === "Map" || type === "Parallel";
    return {
      Type: type,
      ...(state.type === type ? fields : {}),
      ...(type === "Map" ? { [h3 % 2 ? "Iterator" : "ItemProcessor"]: machines[0] ?? null } : {}),
      ...(type === "Parallel" ? { Branches: machines } : {}),
      ...(works && catches.length > 0 ? { Catch: catches } : {}),
      ...(type === "Fail" || type === "Succeed" ? {} : ends ? { End: true } : { Next: forward(index, h0) }),
    };
  });
  const all = new Map(names.map((name, index) => [name, made[index] ?? {}]));
  const seen = new Set<string>();
  const waiting = [names[0] ?? ""];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = all.get(name);
    if (!state || seen.has(name)) continue;
    seen.add(name);
    const exits = [
      state.Next,
      state.Default,
      ...[state.Choices, state.Catch].flatMap((list) => (Array.isArray(list) ? list.map((of: { Next?: Json }) => of.Next) : [])),
    ];
    waiting.push(...exits.filter((to): to is string => typeof to === "string"));
  }
  const States = Object.fromEntries([...all].filter(([name]) => seen.has(name)).reverse());
  return { StartAt: names[0] ?? "", States } as unknown as AslMachine;
}

/** Random graphs with Maps and branches inside. */
export const anyMachine: fc.Arbitrary<AslMachine> = drafts(2).map(
  (states) => JSON.parse(JSON.stringify(assemble(states, { value: 0 }))) as AslMachine,
);
