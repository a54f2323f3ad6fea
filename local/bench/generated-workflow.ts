/** Sources of workflows of any length, with contracts, data flow, choices, Maps and polls as real ones have them. */

type Kind = "plan" | "mask" | "describe";

/** A contract of its own for every Task: shared ones would let the checker answer from memory. */
const CONTRACTS: Readonly<Record<Kind, (n: number) => string>> = {
  plan: (n) => `lambda("bench_handler", "plan${n}", {
  input: z.object({ environment: z.string(), runId: z.string(), previous: z.int().optional(), given${n}: z.string().optional() }),
  output: z.object({ tables: z.array(Table).max(20), manifestKey: z.string().max(200), rows: z.int(), made${n}: z.string().max(80).optional() }),
  errors: ["Bench.AlreadyRunning", "Bench.PlanRejected${n}"],
})`,
  mask: (n) => `lambda("bench_handler", "mask${n}", {
  input: z.object({
    runId: z.string(),
    table: z.string(),
    manifestKey: z.string().optional(),
    options${n}: z.object({ dryRun: z.boolean(), columns: z.array(z.string()) }).optional(),
  }),
  output: z.object({
    rows: z.int(),
    columns: z.int(),
    outcome${n}: z.enum(["masked", "empty", "skipped"]),
    report: z.object({ key: z.string().max(200), seconds${n}: z.int() }),
  }),
  errors: ["Bench.RuleMissing", "Bench.Throttled${n}"],
})`,
  describe: (n) => `awsSdk("dynamodb:describeTable", {
  input: z.object({ TableName: z.string(), Given${n}: z.string().optional() }),
  output: z.object({
    Table: z.object({
      TableStatus: z.string().max(32),
      ItemCount: z.int(),
      Made${n}: z.string().max(256),
      KeySchema: z.array(z.object({ AttributeName: z.string().max(64), KeyType: z.string().max(8) })).max(2),
    }),
  }),
  errors: ["DynamoDb.ResourceNotFoundException"],
})`,
};

/** One step of the chain: it reads `earlier`, a variable with `rows`, and defines `r<n>` with `rows` (or hands `earlier` on). */
interface Step {
  /** States that it consists of, without what the kit generates. */
  readonly states: number;
  readonly tasks: readonly (readonly [name: string, contract: Kind])[];
  readonly source: string;
  readonly variable: string;
}

type Maker = (n: number, earlier: string) => Step;

const name = (n: number): string => `Step ${n}`;
const retry = `{ errors: ["Lambda.TooManyRequestsException", "Lambda.ServiceException"], every: 2, max: 5, backoff: 2 }`;

const runPlan: Maker = (n, earlier) => ({
  states: 1,
  tasks: [[name(n), "plan"]],
  source: `const r${n} = run("${name(n)}", { environment, runId, previous: ${earlier}.rows }, { retry: [${retry}] });`,
  variable: `r${n}`,
});
const runMask: Maker = (n, earlier) => ({
  states: 1,
  tasks: [[name(n), "mask"]],
  source: `const r${n} = run("${name(n)}", { runId, table: text\`\${environment}-\${${earlier}.rows}\`, options${n}: { dryRun: false, columns: ["a", "b"] } }, { keep: ({ rows, report }) => ({ rows, key: report.key }), retry: [{ errors: ["Bench.Throttled${n}"], every: 5, max: 6 }, ${retry}] });`,
  variable: `r${n}`,
});
const choiceOf: Maker = (n, earlier) => ({
  states: 2,
  tasks: [[`${name(n)} again`, "mask"]],
  source: `choice("${name(n)}?", [when(and(gt(${earlier}.rows, 0), ne(environment, "")), () => void run("${name(n)} again", { runId, table: environment }, { ignore: ["Bench.RuleMissing"] }))], () => {});`,
  variable: earlier,
});
const mapOf: Maker = (n) => ({
  states: 3,
  tasks: [
    [name(n), "plan"],
    [`${name(n)} table`, "mask"],
  ],
  source: `const r${n} = run("${name(n)}", { environment, runId });
  const m${n} = map("${name(n)} tables", r${n}.tables, (table) => { const one = run("${name(n)} table", { runId, table: table.name, manifestKey: r${n}.manifestKey }); return { table: table.name, rows: one.rows }; }, { atOnce: 5 });
  void m${n};`,
  variable: `r${n}`,
});
const pollOf: Maker = (n, earlier) => ({
  states: 1,
  tasks: [[name(n), "describe"]],
  source: `poll("${name(n)}", { TableName: text\`\${runId}-\${${earlier}.rows}\` }, { every: 30, atMost: 20, keep: ({ Table }) => ({ status: Table.TableStatus, items: Table.ItemCount }), until: ({ status }) => eq(status, "ACTIVE"), failIf: ({ status }) => or(eq(status, "DELETING"), eq(status, "ARCHIVED")) });`,
  variable: earlier,
});
/** What the chain consists of, over and over: a bit of everything, or just calls of which each reads the one before. */
const ROUNDS = {
  mixed: [runPlan, runMask, choiceOf, runMask, mapOf, runPlan, pollOf],
  calls: [runPlan],
} as const satisfies Record<string, readonly Maker[]>;
export type Round = keyof typeof ROUNDS;

/**
 * A workflow of so many chained states: Tasks, Choices, Maps and what is inside of them; the states that a poll generates are not counted.
 *
 * @param states - 0 gives a workflow without a state: what the kit costs before it is used
 */
export function workflowOf(states: number, round: Round = "mixed"): string {
  const makers: readonly Maker[] = ROUNDS[round];
  const steps: Step[] = [];
  let earlier = "first";
  for (let n = 1, made = 0; made < states; n += 1) {
    const make = makers[(n - 1) % makers.length] ?? runPlan;
    const step = make(n, earlier);
    const fits = made + step.states <= states ? step : runPlan(n, earlier);
    steps.push(fits);
    made += fits.states;
    earlier = fits.variable;
  }
  const tasks = steps.flatMap((step, index) => step.tasks.map(([task, kind]) => ({ task, kind, n: index + 1 })));
  const contracts = tasks.map(({ kind, n }) => `const ${kind}${n} = ${CONTRACTS[kind](n)};`);
  return `import { z } from "zod";
import { awsSdk, lambda } from "../workflows/kit/contract/index.ts";
import { and, eq, gt, ne, or, text, when, workflow } from "../workflows/kit/index.ts";
void [awsSdk, lambda, and, eq, gt, ne, or, text, when];

const Table = z.object({ name: z.string().max(64), arn: z.string().max(256), items: z.int() });
void Table;
${contracts.join("\n")}

export const generated = workflow({
  name: "generated",
  comment: "Generated to measure the compiler.",
  input: z.object({ environment: z.string().max(16), runId: z.string().max(32), asOf: z.string().max(40) }),
  tasks: {
${tasks.map(({ task, kind, n }) => `    "${task}": ${kind}${n},`).join("\n")}
  },
}).define(({ input, run, poll, map, choice }) => {
  const { environment, runId } = input;
  const first = { rows: 1 };
  void [environment, runId, first, run, poll, map, choice];
${steps.map(({ source }) => `  ${source}`).join("\n")}
  return { rows: ${earlier}.rows };
});
`;
}
