/** The table of faults: places × ways, and the verdict of every invariant. */
import { type Invariant, invariants } from "../judge.ts";
import type { FaultReport, FaultsReport } from "./json-report.ts";

const all = Object.keys(invariants) as Invariant[];

/** The whole page. */
export function markdownReport(report: FaultsReport): string {
  const groups = [...new Set(report.faults.map(({ group }) => group))].sort();
  return [
    "# Faults",
    "",
    `${report.chosen} of ${report.listed} faults, seed ${report.seed}: ${report.held} held, ${report.violated} violated, ${report.notReached} not reached.`,
    "",
    ...invariantTable(report.faults),
    ...groups.flatMap((group) =>
      groupTable(
        group,
        report.faults.filter((fault) => fault.group === group),
      ),
    ),
    ...violations(report.faults),
  ].join("\n");
}

function invariantTable(faults: readonly FaultReport[]): string[] {
  const judged = faults.filter(({ verdicts }) => verdicts !== undefined);
  const rows = all.map((name) => {
    const broken = judged.filter((fault) => (fault.verdicts?.[name] ?? []).length > 0).length;
    return [invariants[name], String(judged.length - broken), String(broken)];
  });
  return [...table(["invariant", "held", "violated"], rows), ""];
}

/** ✓ all invariants held; – not reached; otherwise the names of those that did not. */
function groupTable(group: string, faults: readonly FaultReport[]): string[] {
  const ways = [...new Set(faults.map(({ way }) => way))].sort();
  const places = [...new Set(faults.map(({ place }) => place))];
  const cell = (place: string, way: string): string => {
    const fault = faults.find((one) => one.place === place && one.way === way);
    return fault === undefined ? "" : mark(fault);
  };
  return [
    `## ${group}`,
    "",
    ...table(
      ["", ...ways],
      places.map((place) => [place, ...ways.map((way) => cell(place, way))]),
    ),
    "",
  ];
}

function mark({ outcome, verdicts, why }: FaultReport): string {
  if (outcome === "held") return "✓";
  if (outcome === "not reached") return "–";
  if (verdicts === undefined) return `✗ ${why}`;
  return `✗ ${all
    .filter((name) => (verdicts[name] ?? []).length > 0)
    .map((name) => invariants[name])
    .join(", ")}`;
}

function violations(faults: readonly FaultReport[]): string[] {
  const lines = faults.flatMap(({ name, ending, verdicts = {} }) =>
    all.flatMap((invariant) =>
      (verdicts[invariant] ?? []).map((sentence) => `* ${name} (${ending}): ${invariants[invariant]}: ${sentence}`),
    ),
  );
  return lines.length === 0 ? [] : ["## Violations", "", ...lines, ""];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}
