/** The commands' reports for a terminal: short, bounded, readable without colours. */
import type { LockReport, PlanReport, RollBackReport, RunLine, StageReport, StatusReport, SwitchReport, Waiting } from "./reports.ts";

const mostLines = 20;

/** `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2026-11-24 02:00:03` in UTC. */
export const moment = (instant: string): string => instant.slice(0, 19).replace("T", " ");

/** At most so many lines, and how many more there are in all. */
function bounded(lines: readonly string[], all = lines.length): string[] {
  return all <= mostLines ? [...lines] : [...lines.slice(0, mostLines), `  … and ${all - mostLines} more`];
}

/** An execution's own name. */
const nameIn = (executionArn: string): string => executionArn.split(":").slice(7).join(":");
/** Its machine's name. */
const machineIn = (executionArn: string): string => executionArn.split(":")[6] ?? "";

/** Columns of their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}

export function lockText(lock: LockReport | undefined): string {
  if (lock === undefined) return "The lock is free.";
  const since = lock.since === undefined ? "since an unknown time" : `since ${moment(lock.since)} UTC`;
  return `The lock is held by run ${lock.runId}, execution ${nameIn(lock.execution)}, ${since}; ${lock.runs ? "it is at work" : "that execution has ended"}.`;
}

/** The states of a poll are called after their Task, `Await the clone: wait`. */
const taskIn = (state: string): string => state.replace(/: (?:start|done\?|wait|count|gave up)$/, "");

const waits = ({ execution, state, since, items }: Waiting): string => {
  const far = items === undefined ? "" : `, ${items.done} of ${items.total} items${items.failed === 0 ? "" : `, ${items.failed} failed`}`;
  return `${machineIn(execution)}: ${taskIn(state)}, since ${moment(since)}${far}`;
};

const marks = { succeeded: "✔", failed: "✖", running: "▸" } as const;

function stageLines({ name, status, seconds, typicalSeconds, since, waitsOn }: StageReport): string[] {
  const usual = typicalSeconds === undefined ? "" : `  (usually ${duration(typicalSeconds)})`;
  const from = status === "running" ? `, since ${moment(since)}` : "";
  return [
    `  ${marks[status]} ${name.padEnd(26)} ${duration(seconds).padStart(10)}${from}${usual}`,
    ...waitsOn.map((one, depth) => `    ${"  ".repeat(depth)}waits on ${waits(one)}`),
  ];
}

const cell = (value: number | undefined): string => (value === undefined ? "" : String(value));

function runRow({ runId, asked, status, state, startedAt, seconds, services, held, degraded, error }: RunLine): string[] {
  const left = state === "switching" && status !== "RUNNING" ? "inside the switch" : state;
  return [runId || "–", asked, moment(startedAt), duration(seconds), status, left, cell(services), cell(held), cell(degraded), error ?? ""];
}

/** The text of `status`. */
export function statusText(report: StatusReport): string {
  const { running, runs, typicalSeconds, cleanUps, insideTheSwitch, lock, notes } = report;
  const header = ["run", "asked for", "started (UTC)", "took", "ended", "now", "services", "held", "degraded", "error"];
  const usual = typicalSeconds === undefined ? "" : ` A night usually takes ${duration(typicalSeconds)}.`;
  const lines = [
    `${report.environment} in account ${report.account}, ${report.region}, at ${moment(report.at)} UTC`,
    lockText(lock),
    ...(cleanUps > 0 ? [`A clean-up is at work.`] : []),
    ...(insideTheSwitch === undefined
      ? []
      : [
          `Run ${insideTheSwitch} stopped inside the switch: ${cleanUps > 0 ? "the clean-up rolls it back; look again when it has ended." : "finish it (resume) or go back (rollback)."}`,
        ]),
    running === undefined
      ? `No run is at work.${usual}`
      : `Run ${running.runId || "(no name yet)"} (${running.asked}) is at work since ${moment(running.since)}, for ${duration(running.seconds)}.${usual}`,
    ...(running?.stages.flatMap(stageLines) ?? []),
    ...(runs.length > 0 ? ["", "The last runs", ...table([header, ...runs.map(runRow)])] : []),
    ...runs.flatMap(({ runId, message }) => (message === undefined ? [] : [`  ${runId}: ${message}`])),
    ...notes,
  ];
  return `${lines.join("\n")}\n`;
}

/** The text of `start --plan`. */
export function planText(report: PlanReport): string {
  const { last, refused } = report;
  const snapshot = report.snapshotArn === "" ? "none is young enough: one would be taken" : report.snapshotArn;
  const rules =
    report.rulesChanged === undefined ? "" : report.rulesChanged ? ", others than of the last live run" : ", as of the last live run";
  const lines = [
    `A run of ${report.environment} that starts now would do this:`,
    `  as of      ${moment(report.asOf)} UTC, ${duration(report.ageSeconds)} ago; objects: ${report.objectsAsOf === "version" ? "their versions of then" : "the current ones, the bucket keeps no versions"}`,
    `  snapshot   ${snapshot}`,
    `  rules      ${report.rulesHash.slice(0, 16)}…${rules}`,
    `  services   ${report.services.length}, with ${report.services.reduce((sum, { tables }) => sum + tables, 0)} tables of DynamoDB`,
    ...bounded(table(report.services.map(({ name, tables, live }) => [`  ${name}`, `${tables} tables`, `now on ${live || "nothing"}`]))),
    report.heldInAll === 0 ? "  held       none that is known before the data is read" : `  held       ${report.heldInAll}`,
    ...bounded(
      report.held.map(({ name, reason }) => `    ${name}: ${reason}`),
      report.heldInAll,
    ),
    ...maskingLines(report.masking),
    ...(last === undefined ? ["  last run   none is live"] : lastLines(last)),
    refused === undefined ? "It would start." : `It would be refused: ${refused}`,
  ];
  return `${lines.join("\n")}\n`;
}

function maskingLines({
  places,
  undeclared,
  suggestions,
  suggestionsInAll,
  since,
  changes,
  changesInAll,
}: PlanReport["masking"]): string[] {
  const compared = since === "" ? "no earlier plan to compare with" : `${changesInAll} changed since ${since}`;
  return [
    `  masking    ${places} places of S3 and DynamoDB, by samples: ${undeclared} without a rule, ${compared}`,
    ...bounded(
      changes.map((line) => `    ${line}`),
      changesInAll,
    ),
    ...(suggestionsInAll === 0 ? [] : [`  suggested  ${suggestionsInAll} rules, which decide nothing until somebody takes them over`]),
    ...bounded(
      suggestions.map((line) => `    ${line}`),
      suggestionsInAll,
    ),
  ];
}

function lastLines({ runId, held, degraded, changes }: NonNullable<PlanReport["last"]>): string[] {
  const found =
    changes === undefined
      ? "no earlier inventory to compare with"
      : `places: ${changes.added} new, ${changes.gone} gone, ${changes.otherType} of another type, ${changes.otherDecision} decided otherwise`;
  return [`  last run   ${runId}: ${held} held, ${degraded} degraded; ${found}`];
}

/** What is done and what is left of a run inside the switch. */
export function switchText({ runId, error, message, objects, switched, left }: SwitchReport): string {
  const phases = {
    "not begun": "not begun",
    copy: `${objects.published} published, more are left`,
    delete: `all ${objects.published} published, those that production no longer has are being taken out`,
    done: `done, ${objects.published} published`,
  } as const;
  const lines = [
    `Run ${runId} stopped inside the switch${error === undefined ? "." : `: ${error}${message === undefined ? "" : `: ${message}`}`}`,
    `  objects    ${phases[objects.phase]}`,
    `  switched   ${switched.length}${named(switched)}`,
    `  left       ${left.length}${named(left)}`,
  ];
  return `${lines.join("\n")}\n`;
}

const named = (services: readonly string[]): string => {
  const more = services.length - mostLines;
  if (services.length === 0) return "";
  return `: ${services.slice(0, mostLines).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};

/** What a roll-back changes, service by service. */
export function rollBackText({ runId, changes, objectPages }: Pick<RollBackReport, "runId" | "changes" | "objectPages">): string {
  const lines = [
    `Going back from run ${runId} changes:`,
    ...bounded(table(changes.map(({ service, from, to }) => [service, from, `→ ${to}`]))),
    ...(changes.length === 0 ? ["  no pointer: none was switched"] : []),
    objectPages === 0
      ? "  no object: none was replaced"
      : `  objects: ${objectPages} ${objectPages === 1 ? "page" : "pages"} of at most 250 get their earlier versions back`,
    "What was before still stands; the proofs' signatures are verified before anything changes. Afterwards the run's own cluster and tables are deleted.",
  ];
  return `${lines.join("\n")}\n`;
}
