/** Runs both renderings of a workflow on the engine, with the same answers to their Tasks. */
import { createEngine, type ExecutionResult, noIntegrations, virtualClock } from "../../local/stepfunctions/index.ts";
import { readAsl, statesOf } from "../../workflows/kit/asl/index.ts";
import { type AnyWorkflow, inLanguage, renderTemplate, toAsl, tokensIn } from "../../workflows/kit/index.ts";

/** What a Task answers at its n-th call. */
export type Answers = (
  state: string,
  call: number,
) => { readonly return: unknown } | { readonly throw: { readonly error: string; readonly cause: string } };

export interface Seen {
  readonly status: ExecutionResult["status"];
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly output: unknown;
  /** Machine → the states that were visited in it. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  /** State → the arguments of its calls, one after the other. */
  readonly calls: Readonly<Record<string, readonly unknown[]>>;
  /** Whether an expression failed. */
  readonly failed: boolean;
}

interface Machine {
  readonly States: Readonly<Record<string, { readonly ItemProcessor?: Machine; readonly Branches?: readonly Machine[] }>>;
}

/** State → the machine that it belongs to. */
function homesOf(machine: Machine, name = "top", homes = new Map<string, string>()): ReadonlyMap<string, string> {
  for (const [state, { ItemProcessor, Branches }] of Object.entries(machine.States)) {
    homes.set(state, name);
    if (ItemProcessor) homesOf(ItemProcessor, state, homes);
    Branches?.forEach((branch, index) => void homesOf(branch, `${state}/${index}`, homes));
  }
  return homes;
}

const definitionOf = (workflow: AnyWorkflow): string =>
  renderTemplate(toAsl(workflow), Object.fromEntries(tokensIn(workflow).map((name) => [name, `value-of-${name}`])));

/** The states of a rendering, in order, those of machines inside after the state that holds them. */
export function stateNames(workflow: AnyWorkflow): readonly string[] {
  const machine = readAsl(toAsl(workflow));
  return statesOf(machine).map(({ name }) => name);
}

export async function runOne(workflow: AnyWorkflow, input: unknown, answers: Answers): Promise<Seen> {
  const calls: Record<string, unknown[]> = {};
  const engine = createEngine({
    clock: virtualClock(),
    integrations: noIntegrations,
    mocks: ({ stateName, parameters, invocation }) => {
      calls[stateName] = [...(calls[stateName] ?? []), parameters];
      const answer = answers(stateName, invocation);
      return "throw" in answer ? { throw: answer.throw } : { return: { StatusCode: 200, Payload: answer.return } };
    },
  });
  try {
    const result = await engine.run(definitionOf(workflow), input, { name: "run-1" });
    const homes = homesOf(workflow.definition as unknown as Machine);
    const paths: Record<string, string[]> = {};
    for (const event of result.events) {
      const name = (event.stateEnteredEventDetails as { readonly name?: string } | undefined)?.name;
      const home = name === undefined ? undefined : homes.get(name);
      if (name === undefined || !home) continue;
      paths[home] = [...(paths[home] ?? []), name];
    }
    return {
      status: result.status,
      error: result.error,
      cause: result.cause,
      output: result.output,
      paths,
      calls,
      failed: result.events.some(({ type }) => type === "EvaluationFailed"),
    };
  } finally {
    await engine.close();
  }
}

/** Both renderings, JSONPath first. */
export const runBoth = async (workflow: AnyWorkflow, input: unknown, answers: Answers): Promise<readonly [Seen, Seen]> => [
  await runOne(inLanguage(workflow, "JSONPath"), input, answers),
  await runOne(inLanguage(workflow, "JSONata"), input, answers),
];
