/** The proof as a page to read. */
import type { ProofReport } from "../../../shared/reports.ts";

/** Markdown: what was looked at, what came of each service, and every place that no rule declares. */
export function proofPage({ body }: ProofReport): string {
  const rows = body.services.map(
    ({ name, status, degraded, s3, dynamodb, aurora }) =>
      `| ${name} | ${status}${degraded ? ", degraded" : ""} | ${s3.objects} (${s3.masked} masked, ${s3.copied} copied, ${s3.dropped} dropped) | ${dynamodb.items} in ${dynamodb.tables} | ${aurora.rows} in ${aurora.tables} |`,
  );
  const held = body.services.flatMap(({ name, reasons }) => reasons.map((reason) => `* ${name}: ${reason}`));
  const undeclared = body.services.flatMap(({ undeclared: places }) =>
    places.map(({ store, place, action, why }) => `| ${store} | ${place} | ${action} | ${why} |`),
  );
  return [
    `# Proof of run ${body.runId}`,
    "",
    `Environment ${body.environment}, production as of ${body.asOf}, proved ${body.provedAt}, rules ${body.rulesHash.slice(0, 12)}.`,
    "",
    `${body.values} values of production were looked for in ${body.scanned} texts of the output; ${body.found} were found.`,
    "",
    "| service | status | objects | items in tables | rows in tables |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    ...(held.length === 0 ? [] : ["", "## Held back: yesterday's data stays", "", ...held]),
    ...(undeclared.length === 0
      ? []
      : ["", "## No rule declares these", "", "| store | place | became | why |", "| --- | --- | --- | --- |", ...undeclared]),
    "",
  ].join("\n");
}
