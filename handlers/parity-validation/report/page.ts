/** The drift report as a page to read: one HTML file that needs nothing else. */
import type { Finding } from "../finding.ts";
import { type DriftReport, remaining } from "./report.ts";

/** More rows nobody reads; the JSON has all. */
const mostRows = 1_000;

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #1d2433; background: #fff; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #d9dee8; }
td { overflow-wrap: anywhere; } code { font: 13px ui-monospace, monospace; }
.critical { color: #9b1c1c; font-weight: 600; } .high { color: #9a4b00; font-weight: 600; } .medium { color: #6b5900; } .low { color: #4b5563; }
@media (prefers-color-scheme: dark) { body { color: #e5e9f0; background: #14181f; } th, td { border-color: #333b48; } .critical { color: #ff9a9a; } .high { color: #ffbf80; } .medium { color: #e8d27a; } .low { color: #aab3c2; } }
`.trim();

/**
 * The page.
 *
 * @example
 * ```ts
 * await writeObject(s3, bucket, `${prefix}.html`, driftPage(report), "text/html; charset=utf-8");
 * ```
 */
export function driftPage(report: DriftReport): string {
  const left = new Set(remaining(report));
  const { environment, account, region, finishedAt, drift, bySeverity, compared } = report;
  const counted = Object.entries(bySeverity)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `<span class="${severity}">${count} ${severity}</span>`)
    .join(", ");
  const heading = drift === 0 ? "No drift" : `${drift} ${drift === 1 ? "finding" : "findings"}`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(`${heading} in ${environment}`)}</title>
<style>${style}</style></head>
<body>
<h1>${text(`${heading} in ${environment}`)}</h1>
<p>${text(`Account ${account}, ${region}, ${finishedAt}. ${compared.resources} resources and ${compared.fields} fields were compared with what Terraform has made.`)}
${counted === "" ? "" : `Found: ${counted}.`}</p>
${paragraph(report.heldBack)}${findingsTable(report.findings, left)}${repairsTable(report)}</body>
</html>
`;
}

function findingsTable(findings: readonly Finding[], left: ReadonlySet<Finding>): string {
  if (findings.length === 0) return "";
  const rows = findings.slice(0, mostRows).map((found) => {
    const { severity, kind, resource, field, problem, expected, actual, standsFor } = found;
    const name = `<code>${text(resource)}</code>${standsFor === undefined ? "" : text(` (for ${standsFor})`)}`;
    const what = left.has(found) ? text(found.repair) : "Repaired, see below.";
    return `<tr><td class="${severity}">${severity}</td><td>${text(kind)}</td><td>${name}</td><td>${text(field === "" ? problem : `${field} ${problem}`)}</td><td>${text(expected)}</td><td>${text(actual)}</td><td>${what}</td></tr>`;
  });
  const more = findings.length > mostRows ? paragraph(`${findings.length - mostRows} more stand in the JSON report.`) : "";
  return `<h2>Findings</h2>
<table><thead><tr><th>Severity</th><th>Kind</th><th>Resource</th><th>Problem</th><th>Expected</th><th>There</th><th>Repair</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table>
${more}`;
}

function repairsTable({ repairs }: DriftReport): string {
  if (repairs.length === 0) return "";
  const rows = repairs.map(
    ({ kind, resource, field, outcome, before, after }) =>
      `<tr><td>${text(outcome)}</td><td>${text(kind)}</td><td><code>${text(resource)}</code></td><td>${text(field)}</td><td>${text(before)}</td><td>${text(after)}</td></tr>`,
  );
  return `<h2>Repairs</h2>
<table><thead><tr><th>Outcome</th><th>Kind</th><th>Resource</th><th>Field</th><th>Before</th><th>After</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table>
`;
}

const paragraph = (sentence: string | undefined): string => (sentence === undefined ? "" : `<p>${text(sentence)}</p>\n`);
const text = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
