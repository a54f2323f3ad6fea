/** Chooses for each table the cheapest strategy that is safe, and says why. */
import { type DecidedTable, maskedColumns } from "../columns.ts";
import { fullName, type Inventory, type Table } from "../inventory/index.ts";
import { obstacleToUpdate, updateLimits } from "./update.ts";

/** How a table is masked. */
export type StrategyName = "none" | "rewrite" | "copy" | "update";

/** A strategy, and one sentence for the reviewer; or the sentence that holds the table's service. */
export type Choice = { readonly strategy: StrategyName; readonly why: string } | { readonly hold: string };

/** A table whose strategy is chosen. */
export interface ChosenTable extends DecidedTable {
  readonly strategy: StrategyName;
  readonly why: string;
  /** The conditions of the chunks in which it is updated. */
  readonly chunks?: readonly string[];
}

/**
 * The choice for one table.
 *
 * A rewrite writes a table once. A copy writes it twice and touches nothing that depends on it, so it takes what a rewrite
 * can't. Updates in chunks write it three times and can be resumed in the middle: they are for tables that are too large for
 * one statement.
 */
export function chooseStrategy(decided: DecidedTable, inventory: Inventory, { tableRows } = updateLimits): Choice {
  const { table } = decided;
  const masked = new Set(maskedColumns(decided).map(({ name }) => name));
  if (masked.size === 0) return { strategy: "none", why: "no column gets another value" };
  const obstacle = obstacleToRewrite(table, masked, inventory);
  const held = holdOf(table, masked, obstacle !== undefined);
  if (held !== undefined) return { hold: `${table.name} cannot be masked: ${held}` };
  const large = table.rows >= tableRows;
  const whyNot = large ? obstacleToUpdate(decided) : undefined;
  if (large && whyNot === undefined)
    return { strategy: "update", why: `${table.rows} rows, which one statement should not hold: chunks, and a rewrite afterwards` };
  if (obstacle !== undefined) return { strategy: "copy", why: `${obstacle}, so the type of a column cannot change: the rows are copied` };
  const inOne = whyNot === undefined ? "" : `; large as it is, it is not updated in chunks: ${whyNot}`;
  return { strategy: "rewrite", why: `${whyRewrite(table, masked, inventory)}${inOne}` };
}

/** The first reason why a rewrite can't pass; undefined when it can. */
function obstacleToRewrite(table: Table, masked: ReadonlySet<string>, { views }: Inventory): string | undefined {
  const own = table.obstacles.find(({ column }) => column === undefined || masked.has(column));
  if (own !== undefined) return own.column === undefined ? own.what : `${own.column}: ${own.what}`;
  const view = views.find(({ reads, obstacle }) => obstacle !== undefined && reads.includes(fullName(table)));
  return view && `the view ${fullName(view)} cannot be made again (${view.obstacle})`;
}

function holdOf(table: Table, masked: ReadonlySet<string>, copied: boolean): string | undefined {
  if (!table.owned) return `it belongs to ${table.owner}, and the masking user is no member of that role; grant it`;
  if (table.filtered) return "row security hides rows of it from the masking user; give that user BYPASSRLS, or production no FORCE";
  const hold = table.holds.find(({ columns }) => columns === undefined || copied || columns.some((column) => masked.has(column)));
  if (hold !== undefined) return hold.what;
  const exclusion = table.exclusions.find(({ columns }) => columns.some((column) => masked.has(column)));
  return (
    exclusion &&
    `the exclusion constraint ${exclusion.name} compares masked values by more than equality; declare {{keep}} for ${exclusion.columns.join(", ")}`
  );
}

function whyRewrite(table: Table, masked: ReadonlySet<string>, { views }: Inventory): string {
  const around = [
    ...views.filter(({ reads }) => reads.includes(fullName(table))).map((view) => `the view ${fullName(view)}`),
    ...table.dependents
      .filter(({ columns }) => columns.some((column) => masked.has(column)))
      .map(({ kind, name }) => `the ${kind} ${name}`),
  ];
  const putBack =
    around.length === 0 ? "" : `; put back afterwards: ${around.slice(0, 5).join(", ")}${around.length > 5 ? " and more" : ""}`;
  return `all columns in one pass, which writes the table once${putBack}`;
}
