/** Plans the columns whose elements or members are masked one by one: arrays, JSON, hstore. */
import type { MaskingKeys } from "../../masking/engine/index.ts";
import type { Rules } from "../../masking/rules/index.ts";
import { insertPlacesSql, leafSql, type PlaceRow } from "../../masking/sql/index.ts";
import { type DecidedTable, type DocumentPlan, isList } from "../columns.ts";
import type { RunSql } from "../data-api.ts";
import { Leaves } from "./leaves.ts";
import { planDocument } from "./plan-document.ts";
import { planList } from "./plan-list.ts";

const placesAtOnce = 200;

/** The tables with their arrays and documents decided, and the templates that these need keys for. */
export interface PlannedDocuments {
  readonly tables: DecidedTable[];
  readonly templates: readonly string[];
}

/**
 * Looks into the documents of tonight's clone and decides for every member as the maskers of the other stores do; writes
 * places and functions to the masking schema, where names that look like data stand in no statement's text.
 */
export async function planDocuments(
  run: RunSql,
  tables: readonly DecidedTable[],
  rules: Rules,
  keys: MaskingKeys,
): Promise<PlannedDocuments> {
  const leaves = new Leaves();
  const places: PlaceRow[] = [];
  const planned: DecidedTable[] = [];
  for (const decided of tables) {
    const decisions = new Map(decided.decisions);
    const values = new Map<string, string>();
    const documents = new Map<string, DocumentPlan>();
    for (const column of decided.table.columns) {
      const decision = decisions.get(column.name);
      if (decision === undefined || column.generated) continue;
      const change = isList(column)
        ? await planList(run, decided.table, column, decision, leaves)
        : await planDocument(run, decided, column, decision, { rules, keys, leaves, places });
      if (change === undefined) continue;
      decisions.set(column.name, change.decision);
      if (change.value !== undefined) values.set(column.name, change.value);
      if (change.document !== undefined) documents.set(column.name, change.document);
    }
    planned.push({ ...decided, decisions, values, documents });
  }
  for (const sql of leafSql(leaves.templates, rules.lists)) await run("install the templates of documents", sql);
  for (let from = 0; from < places.length; from += placesAtOnce) {
    await run("insert the places of documents", insertPlacesSql, { places: JSON.stringify(places.slice(from, from + placesAtOnce)) });
  }
  return { tables: planned, templates: leaves.templates };
}
