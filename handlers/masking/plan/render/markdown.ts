/** The plan as a page for a reviewer. */
import type { Plan } from "../plan.ts";
import { headline, oneLine, partsOf } from "./parts.ts";

/** Markdown with a table for each store of each service. */
export function renderMarkdown(plan: Plan): string {
  const { held, groups, suggestions, warnings } = partsOf(plan);
  const lines = ["# Masking plan", "", `${headline(plan)} Rules ${plan.rulesHash.slice(0, 12)}.`, ""];
  const section = (title: string, body: readonly string[]): void => void (body.length > 0 && lines.push(`## ${title}`, "", ...body, ""));
  section(
    "Held back: nothing of these services is touched",
    held.map(({ name, reason }) => `* **${escaped(name)}**: ${escaped(reason)}`),
  );
  for (const { title, items } of groups) {
    const rows = items.map(({ place, type, action, template = "", why }) => [
      code(place),
      escaped(type),
      action,
      code(template),
      escaped(why),
    ]);
    section(escaped(title), table(["place", "type", "becomes", "template", "why"], rows));
  }
  const suggested = suggestions.map(({ rule, template, because }) => [code(rule), code(template), escaped(because)]);
  section(
    "Suggestions for what has no rule (they decide nothing)",
    suggested.length === 0 ? [] : table(["rule", "template", "because"], suggested),
  );
  section(
    "Rules that are for nothing",
    warnings.map(({ rule, problem }) => `* ${code(rule)}: ${escaped(problem)}`),
  );
  return lines.join("\n");
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

/** Text as Markdown prints it. */
export function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|]/g, "\\$&");
}

/** Text as code, in a table too; empty stays empty. */
export function code(text: string): string {
  if (text === "") return "";
  const fence = "`".repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const padding = fence.length > 1 ? " " : "";
  return `${fence}${padding}${oneLine(text).replaceAll("|", "\\|")}${padding}${fence}`;
}
