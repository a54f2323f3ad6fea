/** What every rendering of a plan says, in the order in which it says it. */
import type { Plan, PlanItem, PlanWarning } from "../plan.ts";
import type { Suggestion } from "../suggest/index.ts";

/** A plan taken apart. */
export interface PlanParts {
  readonly held: readonly { readonly name: string; readonly reason: string }[];
  /** The places of one store of one service. */
  readonly groups: readonly { readonly title: string; readonly items: readonly PlanItem[] }[];
  /** Each rule once. */
  readonly suggestions: readonly Suggestion[];
  readonly warnings: readonly PlanWarning[];
}

/** Takes a plan apart. */
export function partsOf({ services, items, warnings }: Plan): PlanParts {
  const groups = new Map<string, PlanItem[]>();
  for (const item of items) {
    const title = `${item.service}, ${item.store}`;
    const own = groups.get(title);
    if (own === undefined) groups.set(title, [item]);
    else own.push(item);
  }
  const suggested = items.flatMap(({ suggestion }) => (suggestion === undefined ? [] : [suggestion]));
  return {
    held: services.flatMap(({ name, reasons }) => reasons.map((reason) => ({ name, reason: oneLine(reason) }))),
    groups: [...groups].map(([title, own]) => ({ title, items: own })),
    suggestions: [...new Map(suggested.map((one) => [one.rule, one])).values()],
    warnings: warnings.map(({ rule, problem }) => ({ rule: oneLine(rule), problem: oneLine(problem) })),
  };
}

/** How many services and places, and how they stand. */
export function headline({ services, items }: Plan): string {
  const of = (status: string): number => services.filter((service) => service.status === status).length;
  const undeclared = items.filter(({ declared, action }) => !declared && action !== "pass").length;
  return `${counted(services.length, "service")} (${of("held")} held back, ${of("degraded")} degraded), ${counted(items.length, "place")}, ${undeclared} without a rule.`;
}

const counted = (n: number, name: string): string => `${n} ${name}${n === 1 ? "" : "s"}`;

/** A text without line ends and other control characters, which a rule's name or template may have. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}
