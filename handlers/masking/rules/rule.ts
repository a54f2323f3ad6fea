/** Rules as the rest of masking uses them: parsed, frozen, checked. */
import type { Lists, Template } from "../engine/index.ts";
import type { Condition } from "./condition.ts";
import type { ColumnKey, PrefixKey } from "./key.ts";
import type { RulesFile } from "./schema.ts";

/** One rule. */
export interface Rule {
  /** The rule's left side as it was written; reports name it. */
  readonly name: string;
  readonly key: ColumnKey | PrefixKey;
  readonly template: Template;
  /** The service whose own file holds the rule; undefined for a common rule. */
  readonly scope: string | undefined;
}

/** What becomes of data that no rule declares. What stands in a key keeps its sense of sameness by design, where it is not held. */
export type OnUndeclared = "redact" | "hold";

/** All rules of a file, or of the common file and the services' files together. */
export interface Rules {
  readonly rules: readonly Rule[];
  /** The conditions of the rules; when there are none, a place's rule does not depend on the record. */
  readonly conditions: readonly Condition[];
  readonly lists: Lists;
  /** The setting where a file gives it; a service's own setting stands in `onUndeclaredOf`. */
  readonly onUndeclared: OnUndeclared;
  readonly onUndeclaredOf: ReadonlyMap<string, OnUndeclared>;
  /** Where they came from, in the long form: what is stored with the plan and hashed into the proof. */
  readonly source: RulesSource;
}

/** The files behind merged rules. */
export interface RulesSource {
  readonly common: RulesFile;
  readonly services: Readonly<Record<string, RulesFile>>;
}

/** The conditions of some rules. */
export function conditionsOf(rules: readonly Rule[]): readonly Condition[] {
  return rules.flatMap(({ key }) => (key.kind === "column" && key.condition !== undefined ? [key.condition] : []));
}
