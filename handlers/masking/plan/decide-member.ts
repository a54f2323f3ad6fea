/** What becomes of an attribute, a member or a CSV column: a place of a store without a schema. */
import { type Decision, decideColumn, isForNumbers, isPersonalPath } from "../decide/index.ts";
import { templateKind } from "../engine/index.ts";
import { findRule, onUndeclared, type Rule, type Rules } from "../rules/index.ts";
import type { PlaceFacts, ValueKind } from "./facts.ts";
import { printPlace } from "./place-names.ts";

/** The decision on a place without a schema, as the maskers of formats carry it out. */
export function decideMember(facts: PlaceFacts, rules: Rules): Decision {
  const { service, table, tables, name, path = [], number, row } = facts;
  const place = { service, table: tables ?? table, column: name, path, number, row };
  if (facts.inPrimaryKey && path.length === 0) return decideColumn({ ...facts, type: keyType(facts.kinds), nullable: false }, rules, place);
  const rule = findRule(rules, place);
  if (rule !== undefined) return declared(facts, rule);
  const decision = undeclared(facts);
  if (decision.action === "pass" || onUndeclared(rules, service) === "redact") return decision;
  const why = `${printPlace(facts)} has no rule, and on_undeclared is "hold"`;
  return { action: "hold", declared: false, checkDistinct: false, why };
}

function keyType(kinds: readonly ValueKind[] = []): string {
  if (kinds.includes("binary")) return "bytea";
  return kinds.includes("number") ? "numeric" : "attribute";
}

function declared({ kinds = [] }: PlaceFacts, rule: Rule): Decision {
  const common = { declared: true, rule: rule.name, checkDistinct: false } as const;
  const { text } = rule.template;
  if (templateKind(rule.template) === "keep") return { ...common, action: "pass", why: `rule "${rule.name}" declares it harmless` };
  const nulled = kinds.filter((kind) => kind !== "text" && !(kind === "number" && isForNumbers(rule.template)) && kind !== "binary");
  const emptied = kinds.includes("binary") ? ["its binaries become empty"] : [];
  const losses = [...nulled.map((kind) => `its ${kind}s become null`), ...emptied];
  const why = [`rule "${rule.name}"`, ...losses].join("; ");
  return { ...common, action: "rule", template: text, why };
}

function undeclared(facts: PlaceFacts): Decision {
  const { name, path = [], kinds = [] } = facts;
  const common = { declared: false, checkDistinct: false } as const;
  if (kinds.includes("text") || kinds.includes("binary") || kinds.length === 0)
    return { ...common, action: "redact", template: "{{redact}}", why: `undeclared ${typeOf(kinds)}` };
  if (isPersonalPath([name, ...path]))
    return { ...common, action: "null", template: "{{null}}", why: `undeclared ${typeOf(kinds)} with a personal name` };
  return { ...common, action: "pass", why: `undeclared ${typeOf(kinds)} without a personal name` };
}

/** The kinds of values as a type's name. */
export function typeOf(kinds: readonly ValueKind[]): string {
  return kinds.length === 0 ? "text" : [...kinds].sort().join(" or ");
}
