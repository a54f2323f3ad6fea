/** The plan as text for a terminal. */
import type { Plan, PlanItem } from "../plan.ts";
import { headline, oneLine, partsOf } from "./parts.ts";

/** Columns aligned, what needs somebody's attention first. */
export function renderText(plan: Plan): string {
  const { held, groups, suggestions, warnings } = partsOf(plan);
  const sections = [
    [headline(plan)],
    held.length === 0
      ? []
      : ["Held back, nothing of these services is touched:", ...held.map(({ name, reason }) => `  ${name}: ${reason}`)],
    ...groups.map(({ title, items }) => [title, ...aligned(items.map(cellsOf)).map((line) => `  ${line}`)]),
    suggestions.length === 0
      ? []
      : [
          "Suggestions for what has no rule (they decide nothing):",
          ...aligned(suggestions.map(({ rule, template, because }) => [`${quoted(rule)}: ${quoted(template)}`, oneLine(because)])).map(
            (line) => `  ${line}`,
          ),
        ],
    warnings.length === 0 ? [] : ["Rules that are for nothing:", ...warnings.map(({ rule, problem }) => `  "${rule}": ${problem}`)],
    [`Rules ${plan.rulesHash.slice(0, 12)}`],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const quoted = (text: string): string => JSON.stringify(text);
const cellsOf = ({ place, type, action, template, why }: PlanItem): string[] => [place, type, action, template ?? "", why].map(oneLine);

const widest = 48;

// Cells of one column begin at the same place; a very long cell pushes its own line only.
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, i) =>
    Math.min(
      widest,
      rows.reduce((most, row) => Math.max(most, (row[i] ?? "").length), 0),
    ),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
