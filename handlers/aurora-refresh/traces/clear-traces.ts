/** Finds what is left of production besides rows, takes it away, and looks again. */
import { type RunSql, StatementError } from "../data-api.ts";
import { catalogueTexts } from "./catalogue-texts.ts";
import { findInViews, materializedViews } from "./materialized-views.ts";
import { readPages } from "./read-pages.ts";
import { clearStatistics, type Looks } from "./statistics.ts";
import { droppedColumns, type Sweep, sweeps } from "./sweeps.ts";
import type { Trace, Traces } from "./trace.ts";

/** What the traces are compared with. */
export interface ClearOptions extends Looks {
  /** The schemas of all services; what lies in another belongs to nobody. */
  readonly schemas: readonly string[];
  /** The tables (`schema.table`) whose files tonight's statements have made. */
  readonly rewritten: readonly string[];
}

/**
 * Clears the clone of traces. It may be repeated. The refresh's own schemas and those of held services must be gone.
 *
 * @returns what was found, by names; never a value
 */
export async function clearTraces(run: RunSql, options: ClearOptions): Promise<Traces> {
  const removed: Trace[] = [];
  const left: Trace[] = [];
  const noticed: Trace[] = [];
  const schemas = JSON.stringify(options.schemas);
  const kinds = [...new Set(sweeps.map(({ kind }) => kind))];
  for (const kind of kinds) {
    const ofKind = sweeps.filter((sweep) => sweep.kind === kind);
    const outcome = await sweep(run, ofKind, { schemas });
    removed.push(...outcome.removed);
    (ofKind.some(({ harmless }) => harmless) ? noticed : left).push(...outcome.left);
  }
  for (const [kind, find, parameters] of [
    ["materialized view", materializedViews, { schemas }],
    ["dropped column's values", droppedColumns, { tables: JSON.stringify(options.rewritten) }],
  ] as const) {
    for (const { trace, steps } of await findObjects(run, kind, find, parameters)) {
      (await carryOut(run, trace, steps)) ? removed.push(trace) : left.push(trace);
    }
  }
  left.push(...(await findInViews(run, options.holds)));
  const statementTexts = await forgetStatementTexts(run);
  removed.push(...statementTexts);
  const statistics = await clearStatistics(run, options);
  const texts = await clearTexts(run, options);
  return {
    removed: [...removed, ...statistics.removed, ...texts.removed],
    noticed: [...noticed, ...statistics.noticed, ...texts.noticed],
    left: [...left, ...statistics.left, ...texts.left],
  };
}

interface Found {
  readonly trace: Trace;
  readonly steps: readonly string[];
}

async function sweep(
  run: RunSql,
  ways: readonly Sweep[],
  parameters: Readonly<Record<string, string>>,
): Promise<{ removed: Trace[]; left: Trace[] }> {
  let before: Found[] | undefined;
  let now: Found[] = [];
  for (const { kind, find } of ways) {
    now = await findObjects(run, kind, find, parameters);
    before ??= now;
    const done = new Set<string>();
    for (const { trace, steps } of now) {
      if (done.has(JSON.stringify(steps))) continue;
      done.add(JSON.stringify(steps));
      await carryOut(run, trace, steps);
    }
    if (now.length > 0) now = await findObjects(run, kind, find, parameters);
    if (now.length === 0) break;
  }
  const left = new Set(now.map(({ trace }) => nameOf(trace)));
  return {
    removed: (before ?? []).map(({ trace }) => trace).filter((trace) => !left.has(nameOf(trace))),
    left: now.map(({ trace }) => trace),
  };
}

const nameOf = ({ schema, name }: Trace): string => JSON.stringify([schema, name]);

async function findObjects(run: RunSql, kind: string, find: string, given: Readonly<Record<string, string>>): Promise<Found[]> {
  // The Data API refuses a parameter that the statement does not name.
  const parameters = Object.fromEntries(Object.entries(given).filter(([name]) => find.includes(`:${name}`)));
  const found: Found[] = [];
  const sql = `select f.schema::text as schema, f.name::text as name, f.steps::text as steps from (${find}) f`;
  for await (const { schema, name, steps } of readPages(run, `look for a ${kind}`, sql, parameters)) {
    const trace = { kind, name: String(name), ...(typeof schema === "string" ? { schema } : {}) };
    found.push({ trace, steps: JSON.parse(String(steps)) as string[] });
  }
  return found;
}

/** Whether all steps were carried out; what PostgreSQL refuses, or does not end in time, is left. */
async function carryOut(run: RunSql, { kind, name }: Trace, steps: readonly string[]): Promise<boolean> {
  try {
    for (const sql of steps) await run(`remove the ${kind} ${name}`, sql);
    return true;
  } catch (error) {
    if (error instanceof StatementError) return false;
    throw error;
  }
}

/** `pg_stat_statements` keeps texts of statements, in a file of its own. */
async function forgetStatementTexts(run: RunSql): Promise<Trace[]> {
  const [extension] = await run(
    "look for pg_stat_statements",
    "select format('%I.pg_stat_statements_reset()', n.nspname)::text as reset from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements'",
  );
  if (extension === undefined) return [];
  const trace = { kind: "statement texts", name: "pg_stat_statements" };
  // It refuses where its library is not loaded; then it has never kept any.
  return (await carryOut(run, trace, [`select 1 as done from ${String(extension.reset)}`])) ? [trace] : [];
}

async function clearTexts(
  run: RunSql,
  { holds, holdsRedacted }: ClearOptions,
): Promise<{ removed: Trace[]; noticed: Trace[]; left: Trace[] }> {
  const found = new Map<string, { trace: Trace; remove: string | undefined; isUnique: boolean }>();
  for await (const { kind, schema, name, form, text, remove } of catalogueTexts(run)) {
    const key = JSON.stringify([kind, name]);
    if (found.get(key)?.isUnique) continue;
    const isUnique = holds(text, form);
    if (!isUnique && !holdsRedacted(text, form)) continue;
    found.set(key, { trace: { kind, name, ...(schema === undefined ? {} : { schema }) }, remove, isUnique });
  }
  const outcome = { removed: [] as Trace[], noticed: [] as Trace[], left: [] as Trace[] };
  for (const { trace, remove, isUnique } of found.values()) {
    if (remove !== undefined && (await carryOut(run, trace, [remove]))) outcome.removed.push(trace);
    else (isUnique ? outcome.left : outcome.noticed).push(trace);
  }
  return outcome;
}
