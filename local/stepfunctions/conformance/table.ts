/** The figures of a run as a table: passed of played, by kind of case and level. */
import type { CaseResult, Level } from "./play.ts";

const levels: readonly Level[] = ["a", "b", "c"];

/** One line for each kind of case, one for all executions, one for everything. */
export function figuresTable(results: readonly CaseResult[]): string {
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  const rows = [
    ...kinds.map((kind) => row(kind, results, (result) => result.kind === kind)),
    row("executions", results, ({ kind }) => kind === "execution" || kind === "execution-batch"),
    row("all kinds", results, () => true),
  ];
  const header = ["", "cases", "skipped", ...levels];
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [header, ...rows].map(line).join("\n");
}

function row(name: string, results: readonly CaseResult[], belongs: (result: CaseResult) => boolean): string[] {
  const chosen = results.filter(belongs);
  const skipped = chosen.filter((result) => result.skipped !== undefined).length;
  return [name, String(chosen.length), String(skipped), ...levels.map((level) => share(chosen, level))];
}

function share(results: readonly CaseResult[], level: Level): string {
  const having = results.filter((result) => result.levels[level] !== undefined);
  if (having.length === 0) return "–";
  const passed = having.filter((result) => result.levels[level]).length;
  return `${passed}/${having.length} ${((passed / having.length) * 100).toFixed(1)} %`;
}
