/** A plan as text, JSON or Markdown: the same facts in the same order. The plan's door leads here. */
import type { Plan } from "../plan.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderText } from "./text.ts";

export { renderDiff } from "./diff.ts";
export { PlanDocument } from "./json.ts";

/** How a plan is printed. */
export type PlanFormat = "text" | "json" | "markdown";

const renderers: Readonly<Record<PlanFormat, (plan: Plan) => string>> = { text: renderText, json: renderJson, markdown: renderMarkdown };

/**
 * A plan to read or to keep; the same plan gives the same bytes.
 *
 * @example
 * ```ts
 * process.stdout.write(renderPlan(planOf({ rules, places }), "markdown"));
 * ```
 */
export function renderPlan(plan: Plan, format: PlanFormat): string {
  return renderers[format](plan);
}
