/** The report of a run for people. */
import type { NightReport, RefreshReport, ServiceReport } from "./json-report.ts";

/** How many undeclared places a service's paragraph names before it says "and N more". */
const MOST_PLACES = 12;

/** The report's text, ending in a line break. */
export function textReport(report: RefreshReport): string {
  const night = report;
  const lines = [
    "",
    headline(night),
    "",
    ...failureLines(night),
    "Stages",
    ...night.stages.map(
      (stage) =>
        `  ${stage.status === "SUCCEEDED" ? "✔" : stage.status === "FAILED" ? "✖" : "·"} ${stage.name.padEnd(26)} ${seconds(stage.seconds)}`,
    ),
    "",
    ...(night.services.length > 0 ? ["Services", ...night.services.flatMap(serviceLines), ""] : []),
    ...(night.warnings.length > 0
      ? ["Rules that are for nothing", ...night.warnings.map(({ rule, problem }) => `  ${JSON.stringify(rule)}: ${problem}`), ""]
      : []),
    `Integration tests   ${night.tests.passed} passed, ${night.tests.failed} failed`,
    ...night.tests.failures.map((test) => `  ✖ ${test.service} ${test.name}: ${test.message}`),
    ...(night.proof
      ? [
          `Proof               ${number(night.proof.values)} values of production searched in ${number(night.proof.scanned)} texts, ${night.proof.found} found (${night.proof.key})`,
        ]
      : []),
    `Leak check          ${number(report.leaks.values)} values of production searched in ${number(report.leaks.scanned)} texts of the live test environment, ${report.leaks.found} found`,
    ...report.leaks.places.map(({ place, found }) => `  ✖ ${found} in ${place}`),
    ...accessLines(report),
    `Left behind         ${leftBehind(night)}`,
    ...(report.nights.length > 1
      ? [
          `Nights              ${report.nights.map((one) => `${one.night}: ${one.status} ${one.runId ?? ""} ${seconds(one.seconds)}`).join(", ")}`,
        ]
      : []),
    `Time                ${seconds(report.timing.total)} in all: ${seconds(report.timing.start)} to start, ${seconds(report.timing.seed)} to seed, ${seconds(report.timing.nights)} for the refresh, ${seconds(report.timing.leakCheck)} for the leak check`,
    "",
  ];
  return `${lines.join("\n")}\n`;
}

function accessLines({ access }: RefreshReport): string[] {
  if (access === undefined) return [];
  if (!access.enforced) return ["Permissions         not enforced"];
  return [
    `Permissions         ${number(access.allowed)} permissions used under the roles' own policies, ${access.denied.length} denied`,
    ...access.denied.map((line) => `  ✖ ${line}`),
  ];
}

function headline(night: NightReport): string {
  const count = (status: ServiceReport["status"]): number => night.services.filter((service) => service.status === status).length;
  const parts = [`${count("switched") + count("degraded")} services switched`];
  if (count("degraded")) parts.push(`${count("degraded")} of them degraded`);
  if (count("held")) parts.push(`${count("held")} held`);
  return `Refresh ${night.runId ?? "(no run id)"} ${night.status}${night.status === "SUCCEEDED" ? `: ${parts.join(", ")}` : ""}`;
}

function failureLines({ failure }: NightReport): string[] {
  if (!failure) return [];
  const inside = failure.state === failure.stage ? "" : `, in its state "${failure.state}"`;
  const told = failure.published ? "  The failure was published." : "  The failure was NOT published.";
  return [`Failed at stage "${failure.stage}"${inside}`, `  ${failure.error}: ${failure.cause}`, told, ""];
}

function serviceLines(service: ServiceReport): string[] {
  const { s3, dynamodb, aurora, live } = service;
  const undeclared = service.undeclared.map(
    ({ store, place, action, why, suggestion }) =>
      `    ${store} ${place}: ${action} (${why})${suggestion === undefined ? "" : `; perhaps ${suggestion}`}`,
  );
  return [
    `  ${service.name}: ${service.status}`,
    ...service.reasons.map((reason) => `    ${reason}`),
    `    s3        ${number(s3.objects)} objects: ${number(s3.masked)} masked, ${number(s3.copied)} copied as harmless, ${number(s3.dropped)} dropped; ${megabytes(s3.bytes)}`,
    `    dynamodb  ${number(dynamodb.items)} items in ${dynamodb.tables} tables`,
    `    aurora    ${number(aurora.rows)} rows in ${aurora.tables} tables`,
    ...(live
      ? [
          `    live      generation ${live.run} at ${live.endpoint}:${live.port}, schema ${live.schema}; ${Object.values(live.tables).join(", ") || "no tables"}; s3://${live.bucket}/${live.prefix}`,
        ]
      : []),
    ...(undeclared.length > 0
      ? [`    undeclared: ${undeclared.length} places`, ...undeclared.slice(0, MOST_PLACES).map((line) => `  ${line}`)]
      : []),
    ...(undeclared.length > MOST_PLACES ? [`      and ${undeclared.length - MOST_PLACES} more, all in --json`] : []),
  ];
}

function leftBehind({ leftBehind: left }: NightReport): string {
  const things = [
    ...(left.quarantineObjects > 0 ? [`${left.quarantineObjects} objects in the quarantine`] : []),
    ...left.clones.map((name) => `clone ${name}`),
    ...left.rawSnapshots.map((name) => `raw snapshot ${name}`),
    ...(left.lockHeld ? ["the lock"] : []),
  ];
  return things.length > 0 ? things.join(", ") : "nothing: quarantine empty, no clone, no raw snapshot, lock free";
}

const seconds = (value: number): string => `${value.toFixed(1)} s`;
const number = (value: number): string => value.toLocaleString("en-US");
const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
