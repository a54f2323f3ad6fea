/** Plans the statements that mask the clone, in order. */
import type { Statement } from "../../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import type { Lists } from "../../masking/engine/index.ts";
import { loadKeysSql } from "../../masking/sql/index.ts";
import { fullName, type Inventory, sqlName, type View } from "../inventory/index.ts";
import { atomic, createPieces, writePiece } from "./atomic.ts";
import type { ChosenTable } from "./choose.ts";
import { copy } from "./copy.ts";
import { addKey, dropKey, joined, type OwnedKey, touchedKeys } from "./foreign-keys.ts";
import { rewrite } from "./rewrite.ts";
import { beginUpdate, endUpdate, updateChunk } from "./update.ts";

/**
 * The statements: event triggers off, views of rewritten tables away, tables masked (those that foreign keys join in one
 * atomic statement), views back, materialized views filled again, statistics made anew, event triggers on.
 *
 * @param tables - the tables of the services that are not held
 */
export function planStatements(tables: readonly ChosenTable[], inventory: Inventory, lists: Lists): Statement[] {
  const planned = new Statements();
  const masked = tables.filter(({ strategy }) => strategy !== "none");
  if (masked.length === 0) return [];
  const namesOf = (strategy: string): Set<string> =>
    new Set(masked.filter((chosen) => chosen.strategy === strategy).map(({ table }) => fullName(table)));
  const rewritten = namesOf("rewrite");
  const inPlace = new Set([...namesOf("copy"), ...namesOf("update")]);
  const moved = inventory.views.filter(({ reads }) => reads.some((name) => rewritten.has(name)));
  const filled = inventory.views.filter(
    (view) => view.materialized && view.populated && !moved.includes(view) && view.reads.some((name) => inPlace.has(name)),
  );

  if (inventory.eventTriggers.length > 0)
    planned.atomic(
      "event-triggers",
      "",
      inventory.eventTriggers.map(({ off }) => off),
    );
  for (const view of [...moved].reverse()) planned.repeatable("drop-view", fullName(view), dropView(view));
  for (const group of joined(masked)) {
    planGroup(planned, group, touchedKeys(group, tables), lists);
  }
  for (const view of inventory.views) {
    if (moved.includes(view)) planned.atomic("create-view", fullName(view), view.create);
    else if (filled.includes(view)) planned.atomic("refresh-view", fullName(view), [`refresh materialized view ${sqlName(view)}`]);
  }
  const analyzed = [...masked.map(({ table }) => table), ...moved.filter(({ materialized }) => materialized), ...filled];
  for (const relation of analyzed) planned.atomic("analyze", fullName(relation), [`analyze ${sqlName(relation)}`]);
  if (inventory.eventTriggers.length > 0)
    planned.atomic(
      "event-triggers",
      "",
      inventory.eventTriggers.map(({ on }) => on),
    );
  return planned.all;
}

/** Tables that foreign keys join: in one statement, unless some of them are updated in chunks. */
function planGroup(planned: Statements, group: readonly ChosenTable[], keys: readonly OwnedKey[], lists: Lists): void {
  const names = group.map(({ table }) => fullName(table)).join(", ");
  const updated = group.filter(({ strategy }) => strategy === "update");
  const others = group.filter(({ strategy }) => strategy !== "update");
  const before = [...keys.map(dropKey), ...updated.flatMap(beginUpdate)];
  const after = [
    // Only rewrites and copies mask here; a chunk of updates is a statement of its own.
    ...(others.length > 0 ? [loadKeysSql] : []),
    ...others.flatMap((chosen, i) =>
      chosen.strategy === "copy" ? copy(chosen, lists, planned.count * 10_000 + i) : rewrite(chosen, lists),
    ),
    ...updated.flatMap(endUpdate),
    ...keys.flatMap(addKey),
  ];
  if (updated.length === 0) {
    planned.atomic([...new Set(group.map(({ strategy }) => strategy))].sort().join("-"), names, [...before, ...after], secondsOf(group));
    return;
  }
  planned.atomic("update-begin", names, before);
  for (const chosen of updated) {
    for (const condition of chosen.chunks ?? ["true"])
      planned.once("update", fullName(chosen.table), (id) => updateChunk(id, chosen, condition, lists));
  }
  planned.atomic("update-end", names, after, secondsOf(group));
}

// Masking takes some 30 µs a row; documents, indexes and foreign keys come on top.
const slowestRow = 200e-6;
const [shortest, longest] = [3600, 86_400] as const;

/** How long a group's statement may run, in seconds. */
function secondsOf(group: readonly ChosenTable[]): number {
  const rows = group.reduce((sum, { table }) => sum + table.rows, 0);
  return Math.min(longest, Math.max(shortest, Math.ceil(rows * slowestRow)));
}

const dropView = (view: View): string => `drop ${view.materialized ? "materialized view" : "view"} if exists ${sqlName(view)}`;

/** Numbers statements in the order in which they are added. */
class Statements {
  readonly all: Statement[] = [];
  #hasPieces = false;

  get count(): number {
    return this.all.length;
  }

  /** A statement that may be repeated; its row in the ledger is the document's to write. */
  repeatable(strategy: string, table: string, sql: string): void {
    this.#add(this.#id(strategy), strategy, table, sql, true);
  }

  /** A statement that writes its own row in the ledger and ends within seconds. */
  once(strategy: string, table: string, sql: (id: string) => string): void {
    const id = this.#id(strategy);
    this.#add(id, strategy, table, sql(id), false);
  }

  /** Commands of which all are carried out or none, within so many seconds. */
  atomic(strategy: string, table: string, commands: readonly string[], seconds?: number): void {
    const name = `${this.#id(strategy)}-all`;
    const { pieces, sql } = atomic(name, commands);
    if (pieces.length > 0 && !this.#hasPieces) this.repeatable("pieces", "", createPieces);
    this.#hasPieces ||= pieces.length > 0;
    for (const piece of pieces) this.once("piece", table, (id) => writePiece(id, name, piece));
    this.#add(name, strategy, table, sql, true, seconds);
  }

  #id(strategy: string): string {
    return `${String(this.all.length + 1).padStart(5, "0")}-${strategy}`;
  }

  #add(id: string, strategy: string, table: string, sql: string, ddl: boolean, seconds?: number): void {
    const limit = seconds === undefined ? {} : { timeoutSeconds: seconds };
    this.all.push({ id, table: table.length > 260 ? "" : table, strategy, sql, ddl, ...limit });
  }
}
