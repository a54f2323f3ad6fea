/** Whether a rule fits its column. */
import { longestResult, parseTemplate, pipelines, type Template, templateKind } from "../engine/index.ts";
import type { Rule, Rules } from "../rules/index.ts";
import { collisionOf } from "./collisions.ts";
import { type ColumnFacts, type Decision, isKey } from "./column.ts";
import { greatestInteger, isCitext, kindOf } from "./types.ts";

/** The decision on a column that has a rule: the rule, or "hold" when it does not fit. */
export function decideDeclared(column: ColumnFacts, rule: Rule, rules: Rules): Decision {
  const problem = misfit(column, rule.template, rules) ?? collisionOf(column, rule.template.text, rules);
  const common = { declared: true, rule: rule.name } as const;
  if (problem !== undefined)
    return Object.freeze({
      action: "hold",
      why: `rule "${rule.name}" does not fit ${column.table}.${column.name}: ${problem}`,
      checkDistinct: false,
      ...common,
    });
  const kind = templateKind(rule.template);
  if (kind === "keep" && rule.template.text === "{{keep}}")
    return Object.freeze({ action: "pass", why: `rule "${rule.name}" declares it harmless`, checkDistinct: false, ...common });
  return Object.freeze({
    action: "rule",
    template: rule.template.text,
    why: `rule "${rule.name}"`,
    checkDistinct: isKey(column),
    ...common,
  });
}

/** What is wrong with a template for a column; undefined when it fits. */
export function misfit(column: ColumnFacts, template: Template, rules: Rules): string | undefined {
  const kind = kindOf(column.type);
  const does = templateKind(template);
  if (column.generated === true) return does === "keep" ? undefined : "the column is computed from others; mask those";
  if (does === "null") return column.nullable ? undefined : "the column may not be null";
  if (does === "keep" && template.text === "{{keep}}") return undefined;
  if (column.isEnum === true && does !== "constant") return "an enum takes its own labels only";
  switch (kind) {
    case "text":
      return textMisfit(column, template, rules);
    case "uuid":
      return only(template, ["uuid"]) ? undefined : "a uuid takes {{uuid}}, {{keep}} or {{null}}";
    case "inet":
      return only(template, ["ip"]) || does === "constant" ? undefined : "an address takes {{ip}}, a constant, {{keep}} or {{null}}";
    case "date":
    case "timestamp":
      return only(template, ["year", "date"]) || does === "constant"
        ? undefined
        : "a date takes {{year}}, {{date:N}}, a constant, {{keep}} or {{null}}";
    case "number":
      return numberMisfit(column, template);
    default:
      return does === "constant" ? undefined : `${column.type} takes a constant, {{keep}} or {{null}}`;
  }
}

function textMisfit(column: ColumnFacts, template: Template, rules: Rules): string | undefined {
  const longest = longestResult(template, column.maxLength ?? Number.POSITIVE_INFINITY, rules.lists);
  if (column.maxLength !== undefined && longest > column.maxLength)
    return `its results have up to ${longest} characters and ${column.maxLength} fit`;
  if (
    column.inForeignKey &&
    isCitext(column.type) &&
    pipelines(template).some((part) => part.steps[0]?.name !== "lower" && part.steps[0]?.name !== "upper")
  ) {
    return "citext in a foreign key compares without case; begin with lower, as in {{lower|hash}}";
  }
  return undefined;
}

function numberMisfit(column: ColumnFacts, template: Template): string | undefined {
  const greatest = greatestInteger(column.type) ?? Number.POSITIVE_INFINITY;
  const tooLarge = `its results are larger than ${column.type} takes`;
  if (templateKind(template) === "constant") {
    if (!/^-?[0-9]+(\.[0-9]+)?$/.test(template.text)) return "a number takes a constant of digits";
    return Math.abs(Number(template.text)) > greatest ? tooLarge : undefined;
  }
  const args = pipelines(template)[0]?.steps[0]?.args ?? [];
  if (only(template, ["int"])) return args.some((bound) => Math.abs(Number(bound)) > greatest) ? tooLarge : undefined;
  // A permuted number of five digits may have any five digits.
  if (only(template, ["perm"]) && args[0] === "nz") return greatest < 100_000 ? tooLarge : undefined;
  return "a number takes {{perm:nz}}, {{int:MIN:MAX}}, a constant of digits, {{keep}} or {{null}}";
}

function only(template: Template, names: readonly string[]): boolean {
  const [part, ...more] = template.parts;
  return more.length === 0 && part?.kind === "pipeline" && part.steps.length === 1 && names.includes(part.steps[0]?.name ?? "");
}

/** Whether a template gives a number for a number. */
export function isForNumbers(template: Template): boolean {
  if (templateKind(template) === "constant") return /^-?[0-9]+(\.[0-9]+)?$/.test(template.text);
  const args = pipelines(template)[0]?.steps[0]?.args ?? [];
  return only(template, ["int"]) || (only(template, ["perm"]) && args[0] === "nz");
}

/** The template of a decision; undefined for "pass" and "hold". */
export function templateOf(decision: Decision): Template | undefined {
  return decision.template === undefined ? undefined : parseTemplate(decision.template);
}
