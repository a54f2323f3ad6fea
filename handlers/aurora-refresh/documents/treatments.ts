/** What becomes of the values in one place of a document: the same answer as the maskers of formats give. */
import { isForNumbers, isPersonalPath } from "../../masking/decide/index.ts";
import { fieldsOf, parseTemplate, type Template, templateKind } from "../../masking/engine/index.ts";
import { findRule, onUndeclared, type Rules } from "../../masking/rules/index.ts";
import type { PlaceRow } from "../../masking/sql/index.ts";

/** A column of a service's table. */
export interface DocumentColumn {
  readonly service: string;
  readonly table: string;
  readonly column: string;
}

/** What becomes of the values in a place. */
export interface PlaceTreatment extends Pick<PlaceRow, "numbers" | "booleans"> {
  readonly template: string;
  /** Whether a rule says so. */
  readonly declared: boolean;
  /** Texts, numbers and booleans stay. */
  readonly keeps: boolean;
  /** Why the place can't be masked. */
  readonly hold?: string;
}

const redact = parseTemplate("{{redact}}");

/**
 * The treatment of a place: its most specific rule, or redaction.
 *
 * @param names - of the members, from outside to inside
 */
export function treatmentOf({ service, table, column }: DocumentColumn, names: readonly string[], rules: Rules): PlaceTreatment {
  const rule = findRule(rules, { service, table, column, path: names });
  const template = rule?.template ?? redact;
  const keeps = templateKind(template) === "keep";
  const passes = keeps || (rule === undefined && !isPersonalPath([column, ...names]));
  const hold = holdOf(template, rule === undefined && onUndeclared(rules, service) === "hold");
  return {
    template: template.text,
    declared: rule !== undefined,
    keeps,
    numbers: passes ? "pass" : isForNumbers(template) ? "mask" : "null",
    booleans: passes ? "pass" : "null",
    ...(hold === undefined ? {} : { hold }),
  };
}

function holdOf(template: Template, undeclared: boolean): string | undefined {
  if (undeclared) return 'a member has no rule, and on_undeclared is "hold"';
  const [field] = fieldsOf(template);
  return field === undefined ? undefined : `${template.text} reads the field ${field}, which a document in a column has not`;
}
