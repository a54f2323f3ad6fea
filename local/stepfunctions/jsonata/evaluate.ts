/** Evaluates one expression, and words what goes wrong as AWS does. */
import jsonata from "jsonata";
import { StepFunctionsError } from "../errors.ts";
import { compile, meterName } from "./compile.ts";
import { type Limits, meter } from "./limits.ts";
import { toPlain, typeName, UnsupportedResultError } from "./plain.ts";

/** What an expression can read, and how it is kept from holding everything else up. */
export interface QueryEnvironment {
  /** `$states`. */
  readonly states: Readonly<Record<string, unknown>>;
  /** The variables in scope, by name. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Milliseconds since 1970, for `$now` and `$millis`. */
  now(): number;
  /** Lets the rest of the process go on; rejects when the evaluation is to end. */
  pause(): Promise<void>;
  readonly limits?: Limits;
}

/** Where an expression stands: a slash path inside the state, `Output/total`. */
export interface QueryProblem {
  readonly source: string;
  readonly field: string;
}

/** An expression failed; the message is AWS's sentence without the part that names the state. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  readonly field: string;

  constructor({ source, field }: QueryProblem, problem: string) {
    super(`The JSONata expression '${source}' specified for the field '${field}' ${problem}`);
    this.field = field;
  }
}

/**
 * Evaluates an expression to plain JSON.
 *
 * @param expected the type that the field wants, in AWS's words
 * @throws QueryError when it fails, gives nothing or something that is no JSON, goes beyond a limit, or has another type
 * @example
 * await evaluateQuery("$states.input.total * 2", "Output", environment);
 */
export async function evaluateQuery(source: string, field: string, environment: QueryEnvironment, expected?: string): Promise<unknown> {
  const where = { source, field };
  const value = await run(where, environment);
  if (expected === undefined || typeName(value) === expected) return value;
  const found = `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;
  throw new QueryError(where, `returned an unexpected result type. ${found}`);
}

async function run(where: QueryProblem, environment: QueryEnvironment): Promise<unknown> {
  const { expression, changes, sideBySide } = compile(where.source);
  const metered = meter(sideBySide, () => environment.pause(), environment.limits);
  try {
    const bindings = bind(environment, changes);
    bindings[meterName] = metered;
    const result: unknown = await expression.evaluate(undefined, bindings);
    if (result === undefined) throw new QueryError(where, "returned nothing (undefined).");
    return !changes && isGiven(result, environment) ? result : toPlain(result);
  } catch (error) {
    if (error instanceof QueryError || error instanceof StepFunctionsError) throw error;
    if (error instanceof UnsupportedResultError) throw new QueryError(where, "returned an unsupported result type.");
    throw new QueryError(where, `threw an error during evaluation${tail(error)}`);
  } finally {
    metered.close();
  }
}

/** What came in whole goes out whole: it is plain already, and sharing it costs nothing. */
function isGiven(result: unknown, { states, variables }: QueryEnvironment): boolean {
  if (typeof result !== "object" || result === null) return false;
  if (result === states.input || result === states.result || result === states.errorOutput) return true;
  for (const value of variables.values()) if (value === result) return true;
  return false;
}

function bind({ states, variables, now }: QueryEnvironment, changes: boolean): Record<string, unknown> {
  const time = (picture?: string, zone?: string): unknown =>
    picture === undefined ? new Date(now()).toISOString() : formatTime.evaluate(undefined, { time: now(), picture, zone });
  const bindings: Record<string, unknown> = Object.assign(Object.create(null), { now: time, millis: () => now() });
  for (const [name, value] of variables) bindings[name] = changes ? structuredClone(value) : value;
  bindings.states = changes ? structuredClone({ ...states }) : states;
  return bindings;
}

const formatTime = jsonata("$fromMillis($time, $picture, $zone)");

/** Errors of JSONata have a code, those of AWS's limits have none. */
function tail(error: unknown): string {
  if (typeof error !== "object" || error === null) return `: ${String(error)}`;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === "string" && /^[A-Z]\d{4}$/.test(code) ? `. ${code}: ${String(message)}` : `: ${String(message)}`;
}
