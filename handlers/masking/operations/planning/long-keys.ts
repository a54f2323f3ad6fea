/** Finds key attributes whose rule gives more than a key takes, whatever the value: for that no item has to be seen. */
import { describeTemplate } from "../../engine/index.ts";
import { findRule, type Rules } from "../../rules/index.ts";
import { mostKeyBytes } from "../refused-items.ts";
import type { TableLine } from "./plan-tables.ts";

/** Why a table's masked keys would be refused; undefined when no rule says so. */
export function longKey({ service, table, creation }: TableLine, rules: Rules): string | undefined {
  const [, sortKey] = creation.KeySchema;
  for (const { AttributeName: column } of creation.AttributeDefinitions) {
    const rule = findRule(rules, { service, table, column });
    if (rule === undefined) continue;
    const most = mostKeyBytes[column === sortKey?.AttributeName ? 1 : 0];
    const { kind, shortest } = describeTemplate(rule.template, { lists: rules.lists });
    if (kind !== "keep" && shortest > most)
      return `rule "${rule.name}" gives at least ${shortest} bytes for the key attribute "${column}", which takes ${most}`;
  }
  return undefined;
}
