/** Rules that were for nothing in the whole night: neither in the clone, nor in a table's items, nor in an object. */
import type { InventoryReport } from "../../../aurora-refresh/inventory-report.ts";
import type { PartReport, RuleWarning } from "../../../shared/reports.ts";
import { type PlaceFacts, type PlanDocument, warningsOf } from "../../plan/index.ts";
import type { Rules } from "../../rules/index.ts";

const mostWarnings = 200;

/** What the night has seen. */
export interface Seen {
  /** What was planned before anything moved; undefined for a run from before plans were kept. */
  readonly plan: PlanDocument | undefined;
  /** The clone's columns; undefined where none was looked at. */
  readonly clone: InventoryReport | undefined;
  readonly parts: readonly PartReport[];
}

/**
 * The warnings: the plan's, on rules of prefixes, and those on rules that neither the samples nor the clone nor the masking itself
 * had a place for. Where one of the three was not looked at nothing is said.
 */
export function rulesForNothing(rules: Rules, { plan, clone, parts }: Seen): RuleWarning[] {
  if (plan === undefined || clone === undefined) return [];
  const used = new Set([...parts.flatMap(({ matched = [] }) => matched), ...plan.places.flatMap(({ rule }) => rule ?? [])]);
  const documents = new Set(
    clone.tables.flatMap(({ columns }) => columns.flatMap(({ name, type }) => (type.startsWith("json") ? [name] : []))),
  );
  // A rule of a member of a document in the database: the inventory ends at the column.
  const inDocument = new Set(
    rules.rules.flatMap(({ name, key }) =>
      key.kind === "column" && key.names.slice(0, -1).some((one) => documents.has(one)) ? [name] : [],
    ),
  );
  const unmatched = warningsOf(rules, [...columnsOf(clone), ...placesOf(plan)], undefined);
  const columns = unmatched.filter(({ rule }) => !used.has(rule) && !inDocument.has(rule));
  return [...plan.warnings, ...columns]
    .slice(0, mostWarnings)
    .map(({ rule, problem }) => ({ rule: rule.slice(0, 400), problem: problem.slice(0, 400) }));
}

const unknown = { type: "", nullable: true, inPrimaryKey: false, inUnique: false, inForeignKey: false } as const;

const columnsOf = ({ tables }: InventoryReport): PlaceFacts[] =>
  tables.flatMap(({ service, name: table, columns }) => columns.map(({ name }) => ({ ...unknown, store: "aurora", service, table, name })));

// Names as the plan printed them: those that look like data are no rule's.
const placesOf = ({ places }: PlanDocument): PlaceFacts[] =>
  places.flatMap(({ store, service, place, action }) => {
    const [table = "", name, ...path] = place.split(".");
    const isObject = action === "copy" || action === "mask" || action === "drop";
    return isObject || name === undefined ? [] : [{ ...unknown, store, service, table, name, path }];
  });
