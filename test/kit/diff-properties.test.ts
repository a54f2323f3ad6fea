/** What holds for the diff of any two machines. */
import fc from "fast-check";
import type { AslMachine, Json, JsonObject } from "../../workflows/kit/asl/index.ts";
import { type Change, diffMachines } from "../../workflows/kit/diff/index.ts";

const NAMES = ["A", "B", "C", "D", "A: wait", "constructor", "__proto__"];
const scalar = fc.oneof(
  fc.constantFrom("$.a", "$.b", "$x", "{% $x %}", "x", '"A"'),
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
);
const errors = fc.array(fc.constantFrom("States.ALL", "States.Timeout", "E"), { minLength: 1, maxLength: 3 });
const payload = fc.dictionary(
  fc.constantFrom("a", "a.$", "b.$", "c"),
  fc.oneof(scalar, fc.dictionary(fc.constantFrom("a", "d.$"), scalar), fc.array(scalar)),
);
const fields = fc.dictionary(
  fc.constantFrom(
    "Comment",
    "TimeoutSeconds",
    "TimeoutSecondsPath",
    "Parameters",
    "ResultPath",
    "Assign",
    "Output",
    "MaxConcurrency",
    "End",
    "Next",
  ),
  fc.oneof(scalar, payload),
  { maxKeys: 4 },
);
const condition = fc.record({ Variable: fc.constantFrom("$.a", "$.b"), NumericEquals: fc.integer({ min: 0, max: 2 }) });

/** A machine; some edges lead nowhere, and some fields are nothing that Step Functions would take. */
function machine(depth: number): fc.Arbitrary<AslMachine> {
  const name = fc.constantFrom(...NAMES);
  const rule = fc.record(
    { ErrorEquals: errors, Next: name, ResultPath: fc.constantFrom("$.a", null) },
    { requiredKeys: ["ErrorEquals", "Next"] },
  );
  const retry = fc.record({ ErrorEquals: errors, MaxAttempts: fc.integer({ min: 0, max: 4 }) }, { requiredKeys: ["ErrorEquals"] });
  const way = fc.oneof(fc.record({ Next: name }), fc.constant({ End: true }));
  const inside =
    depth === 0
      ? []
      : [
          fc.record({ Type: fc.constant("Map"), ItemProcessor: machine(depth - 1) }),
          fc.record({ Type: fc.constant("Map"), Iterator: machine(depth - 1) }),
          fc.record({
            Type: fc.constant("Parallel"),
            Branches: fc.array(machine(depth - 1), { minLength: 1, maxLength: 2 }),
          }),
        ];
  const kind = fc.oneof(
    fc.record({
      Type: fc.constant("Task"),
      Resource: fc.constantFrom("r", "s"),
      Retry: fc.array(retry, { maxLength: 2 }),
      Catch: fc.array(rule, { maxLength: 2 }),
    }),
    fc.record({
      Type: fc.constant("Choice"),
      Choices: fc.array(
        fc.tuple(condition, name).map(([when, Next]) => ({ ...when, Next })),
        { maxLength: 3 },
      ),
      Default: name,
    }),
    fc.record({ Type: fc.constantFrom("Pass", "Wait", "Succeed", "Fail") }),
    ...inside,
  );
  const state = fc.tuple(kind, fields, way).map(([own, more, next]) => ({ ...more, ...own, ...next }));
  const states = fc.array(fc.tuple(name, state), { minLength: 1, maxLength: 5 });
  return states.map((list) => {
    const States = Object.fromEntries(list);
    return { StartAt: Object.keys(States)[0] ?? "", States } as unknown as AslMachine;
  });
}

const isObject = (value: Json): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value with every object's keys the other way round. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(turned);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

/** Without them it would be no machine. */
const NEEDED = new Set(["Type", "StartAt", "States", "ItemProcessor", "Iterator", "Branches"]);

/** The value with one member that is another, or is gone (`to` is undefined), or with one list reversed; `at` chooses which. */
function mutated(value: Json, at: number, to: Json | undefined): Json {
  let left = at;
  const walk = (inner: Json, isState: boolean): Json => {
    if (Array.isArray(inner)) {
      const list = inner as readonly Json[];
      return list.length > 1 && left-- === 0 ? [...list].reverse() : list.map((entry) => walk(entry, false));
    }
    if (!isObject(inner)) return inner;
    const entries = Object.entries(inner).flatMap(([key, member]): [string, Json][] => {
      const fixed = NEEDED.has(key) || isState;
      if (!fixed && left-- === 0) return to === undefined ? [] : [[key, to]];
      return [[key, walk(member, key === "States")]];
    });
    return Object.fromEntries(entries);
  };
  return walk(value, false);
}

const any = fc.oneof(machine(0), machine(1));
const pair = fc.oneof(
  fc.tuple(any, any),
  fc
    .tuple(any, fc.nat(30), fc.option(scalar, { nil: undefined }))
    .map(([one, at, to]) => [one, mutated(one as unknown as Json, at, to) as unknown as AslMachine] as const),
);
/** Equal texts mean equal machines, whatever the order of the keys. */
const sorted = (value: Json): string =>
  JSON.stringify(value, (_key, inner: Json) => (isObject(inner) ? Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) : inner));
const words = (changes: readonly Change[]): readonly string[] => changes.map(({ state, words }) => `${state}: ${words}`);
const runs = { numRuns: 300 };

it("nothing is said of a machine and itself, in any order of keys", () => {
  fc.assert(
    fc.property(any, (one) => {
      expect(words(diffMachines(one, turned(one as unknown as Json) as unknown as AslMachine))).toEqual([]);
    }),
    runs,
  );
});

it("something is said of any two machines that are not the same", () => {
  fc.assert(
    fc.property(pair, ([one, other]) => {
      fc.pre(sorted(one as unknown as Json) !== sorted(other as unknown as Json));
      expect(words(diffMachines(one, other))).not.toEqual([]);
    }),
    runs,
  );
});

it("the order of keys changes nothing that is said", () => {
  const said = (changes: readonly Change[]): readonly string[] =>
    changes.map(({ subject, action, around, state, field }) => JSON.stringify([subject, action, around, state, field])).sort();
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const there = said(diffMachines(one, other));
      expect(said(diffMachines(turned(one as unknown as Json) as unknown as AslMachine, other))).toEqual(there);
      expect(said(diffMachines(one, turned(other as unknown as Json) as unknown as AslMachine))).toEqual(there);
    }),
    runs,
  );
});

it("what is added one way is removed the other way", () => {
  const states = (changes: readonly Change[], action: Change["action"]): readonly string[] =>
    changes
      .flatMap((change) => (change.subject === "state" && change.action === action ? [[...change.around, change.state].join("/")] : []))
      .sort();
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const [there, back] = [diffMachines(one, other), diffMachines(other, one)];
      expect(states(there, "added")).toEqual(states(back, "removed"));
      expect(states(there, "removed")).toEqual(states(back, "added"));
      expect(
        there
          .filter(({ subject, action }) => subject === "state" && action === "renamed")
          .map(({ from, to }) => `${from} ${to}`)
          .sort(),
      ).toEqual(
        back
          .filter(({ subject, action }) => subject === "state" && action === "renamed")
          .map(({ from, to }) => `${to} ${from}`)
          .sort(),
      );
    }),
    runs,
  );
});
