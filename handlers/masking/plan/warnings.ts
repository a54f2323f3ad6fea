/** Rules that are for nothing in what was read: a name in them is misspelt, or their condition can never be met. */

import { safeName } from "../decide/index.ts";
import { type Place, type Rule, type Rules, rankedRules, unmatchedRules } from "../rules/index.ts";
import type { PlaceFacts } from "./facts.ts";
import type { PlanWarning } from "./plan.ts";

/** The warnings, in the order of the rules. */
export function warningsOf(rules: Rules, facts: readonly PlaceFacts[], keys: readonly string[] | undefined): readonly PlanWarning[] {
  const unmatched = unmatchedRules(rules, facts.map(placeOf), keys).map(({ rule, nearest }) => {
    const near = nearest?.split(".").map(safeName).join(".");
    const hint = near === undefined || near.includes("*") ? "" : `; the nearest is ${near}`;
    return { rule: rule.name, problem: `no ${rule.key.kind === "prefix" ? "object" : "column, attribute or member"} has this name${hint}` };
  });
  const neverMet = forColumnsOnly(rules, facts).map(({ name }) => ({
    rule: name,
    problem: "a condition is looked up in a record; a database's column has one rule for all its rows",
  }));
  return [...unmatched, ...neverMet];
}

// Rules with conditions whose only places are columns of a database.
function forColumnsOnly(rules: Rules, facts: readonly PlaceFacts[]): readonly Rule[] {
  if (rules.conditions.length === 0) return [];
  const conditional = (inDatabase: boolean): ReadonlySet<Rule> =>
    new Set(
      facts
        .filter(({ store }) => (store === "aurora") === inDatabase)
        .flatMap((each) => rankedRules(rules, placeOf(each)))
        .filter(({ key }) => key.kind === "column" && key.condition !== undefined),
    );
  const inRecords = conditional(false);
  return [...conditional(true)].filter((rule) => !inRecords.has(rule));
}

const placeOf = ({ service, table, tables, name, number, path }: PlaceFacts): Place => ({
  service,
  table: tables ?? table,
  column: name,
  number,
  path,
});
