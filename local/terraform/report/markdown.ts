/** Both tables as Markdown, a column a plan. */
import { type CostLine, costLines, totalOf } from "./cost.ts";
import type { Plan } from "./plan.ts";
import { quotaUses } from "./quota-use.ts";

const number = (value: number): string => value.toLocaleString("en-US");
const dollars = (value: number): string =>
  value === 0 ? "–" : value.toLocaleString("en-US", { style: "currency", currency: "USD", maximumFractionDigits: value < 10 ? 2 : 0 });
const services = ({ services: several }: Plan): string => `${number(several)} ${several === 1 ? "service" : "services"}`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What each plan takes of each quota; what has to be raised is bold, what was not looked up has a question mark. */
export function quotaTable(plans: readonly Plan[]): string {
  const rows = quotaUses(plans).map(({ quota, used, raise }) => [
    quota.name,
    `${number(quota.limit)}${quota.read === undefined ? " ?" : ""}`,
    quota.adjustable ? `yes${quota.code === undefined ? "" : `, ${quota.code}`}` : "no",
    ...used.map((one, at) => (raise[at] === true ? `**${number(one)}: raise it**` : number(one))),
    quota.note ?? "",
  ]);
  return table(["quota", "default", "adjustable", ...plans.map(services), "note"], rows);
}

/** What each plan costs: a month while nothing runs, and what a night adds; the three dearest of the last plan are bold. */
export function costTable(plans: readonly Plan[]): string {
  const all = plans.map(costLines);
  const [first = []] = all;
  const dear = dearest(all.at(-1) ?? []);
  const rows = first.map(({ what, lower }, at) => [
    dear.has(what) ? `**${what}**` : what,
    ...all.flatMap((lines) => [dollars(lines[at]?.idle ?? 0), dollars(lines[at]?.night ?? 0)]),
    lower,
  ]);
  const totals = ["together", ...all.map(totalOf).flatMap(({ idle, night }) => [dollars(idle), dollars(night)]), ""];
  return table(["what", ...plans.flatMap((plan) => [`${services(plan)}, idle a month`, "a night"]), "lowered by"], [...rows, totals]);
}

/** The three that a month of thirty nights pays most for. */
function dearest(lines: readonly CostLine[]): ReadonlySet<string> {
  const month = ({ idle, night }: CostLine): number => idle + 30 * night;
  return new Set(
    [...lines]
      .sort((a, b) => month(b) - month(a))
      .slice(0, 3)
      .map(({ what }) => what),
  );
}
