/** The drift report for a terminal. */
import { type DriftReport, remaining } from "../../handlers/parity-validation/report/index.ts";

/** A text that can be read without colours: findings, the worst first, then repairs. */
export function textReport(report: DriftReport): string {
  const { environment, compared, drift, bySeverity, findings, repairs, heldBack } = report;
  const left = new Set(remaining(report));
  const counted = Object.entries(bySeverity)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  const lines = [
    `Parity of ${environment}: ${compared.resources} resources, ${compared.fields} fields compared.`,
    drift === 0 ? "No drift." : `${drift} ${drift === 1 ? "finding" : "findings"}: ${counted.join(", ")}.`,
    ...findings.flatMap((found) => {
      const { severity, kind, resource, field, problem, expected, actual, repair, standsFor } = found;
      const head = `${severity.padEnd(8)} ${kind} ${resource}${standsFor === undefined ? "" : ` (for ${standsFor})`}${field === "" ? "" : ` ${field}`}: ${problem}`;
      return [
        "",
        head,
        `         expected ${expected}`,
        `         there    ${actual}`,
        `         ${left.has(found) ? repair : "Repaired."}`,
      ];
    }),
    ...(repairs.length > 0 ? ["", "Repairs:"] : []),
    ...repairs.map(({ outcome, kind, resource, field, before, after }) => {
      const change = after === "" ? before : `${before} → ${after}`;
      return `${outcome.padEnd(11)} ${kind} ${resource} ${field}: ${change}`;
    }),
    ...(heldBack === undefined ? [] : ["", heldBack]),
  ];
  return `${lines.join("\n")}\n`;
}
