/** Finds the places of records without a schema, with some of their values, in bounded memory. */

import { safeName } from "../../decide/index.ts";
import { findRule, type Rules, rankedRules } from "../../rules/index.ts";
import type { PlaceFacts, StoreName, ValueKind } from "../facts.ts";

/** Where the records are from. */
export interface SamplerOptions {
  readonly rules: Rules;
  readonly store: StoreName;
  readonly service: string;
  /** The table, or the names under which the rules may call an object's data (`tablesOfKey`). */
  readonly table: string | readonly string[];
  /** What the plan calls it; the table's (or its last) name when absent. */
  readonly label?: string;
  /** The attributes of the table's key; one by itself is unique. */
  readonly tableKey?: readonly string[];
  /** The attributes of its indexes' keys. */
  readonly indexKeys?: readonly string[];
}

type Found = Omit<PlaceFacts, "kinds" | "samples"> & { readonly kinds: Set<ValueKind>; readonly samples: string[] };
type Row = (name: string) => string | undefined;

const mostPlaces = 5_000;
const mostSamples = 50;
const mostCharacters = 200;
const mostDepth = 100;

/**
 * Takes records one after the other.
 *
 * @example
 * ```ts
 * const sampler = new RecordSampler({ rules, store: "dynamodb", service: "billing", table: "billing-accounts" });
 * for (const item of page.Items ?? []) sampler.add(plainItem(item));
 * planOf({ rules, places: sampler.places() });
 * ```
 */
export class RecordSampler {
  readonly #options: SamplerOptions;
  readonly #found = new Map<string, Found>();

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  /** A record as JSON has it; bytes stand for binary values. What is no object is passed over. */
  add(record: unknown): void {
    if (!isMap(record)) return;
    const row: Row = (name) => textOf(Object.getOwnPropertyDescriptor(record, name)?.value);
    this.#walk(record, row);
  }

  /** A row of a CSV, with the header's names; without a header, columns have numbers only. */
  addRow(cells: readonly string[], header?: readonly string[]): void {
    const names = cells.map((_cell, i) => header?.[i] ?? `column ${i + 1}`);
    const row: Row = (name) => cells[names.indexOf(name)];
    for (const [i, cell] of cells.entries()) this.#note([names[i] ?? ""], cell, row, i + 1);
  }

  /** Whether a rule names a column: headers of CSV are recognised by it. */
  isRuled(column: string): boolean {
    const { rules, service, table } = this.#options;
    return rankedRules(rules, { service, table, column }).length > 0;
  }

  /** The places found, in the order in which they were. */
  places(): readonly PlaceFacts[] {
    return [...this.#found.values()].map((found) => ({ ...found, kinds: [...found.kinds], samples: [...found.samples] }));
  }

  #walk(record: object, row: Row): void {
    const open: { readonly value: unknown; readonly path: readonly string[] }[] = [{ value: record, path: [] }];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const { value, path } = at;
      if (path.length > mostDepth) continue;
      if (Array.isArray(value)) for (const item of value.toReversed()) open.push({ value: item, path });
      else if (isMap(value))
        for (const [name, member] of Object.entries(value).reverse()) open.push({ value: member, path: [...path, name] });
      else this.#note(path, value, row);
    }
  }

  #note(path: readonly string[], value: unknown, row: Row, number?: number): void {
    const kind = kindOfValue(value);
    if (kind === undefined) return;
    const condition = this.#ruleWithCondition(path, row, number);
    const id = JSON.stringify([path.map(safeName), condition]);
    let found = this.#found.get(id);
    if (found === undefined) {
      if (this.#found.size >= mostPlaces) return;
      found = this.#make(path, number, condition === undefined ? undefined : row);
      this.#found.set(id, found);
    }
    found.kinds.add(kind);
    if (kind === "text" && found.samples.length < mostSamples) found.samples.push(String(value).slice(0, mostCharacters));
  }

  #make(path: readonly string[], number: number | undefined, row: Row | undefined): Found {
    const { store, service, table, label, tableKey = [], indexKeys = [] } = this.#options;
    const [name = "", ...below] = path;
    const tables = typeof table === "string" ? [table] : table;
    return {
      store,
      service,
      table: label ?? tables.at(-1) ?? "",
      tables,
      name,
      path: below,
      number,
      row,
      type: "attribute",
      nullable: true,
      inPrimaryKey: path.length === 1 && (tableKey.includes(name) || indexKeys.includes(name)),
      uniqueAlone: path.length === 1 && tableKey.length === 1 && tableKey[0] === name,
      inUnique: false,
      inForeignKey: false,
      kinds: new Set(),
      samples: [],
    };
  }

  // The rule that holds in this record and may not hold in another: then the place is two places.
  #ruleWithCondition(path: readonly string[], row: Row, number: number | undefined): string | undefined {
    const { rules, service, table } = this.#options;
    if (rules.conditions.length === 0) return undefined;
    const [column = "", ...below] = path;
    const place = { service, table, column, path: below, number, row };
    const depends = rankedRules(rules, place).some(({ key }) => key.kind === "column" && key.condition !== undefined);
    return depends ? (findRule(rules, place)?.name ?? "") : undefined;
  }
}

const isMap = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

function kindOfValue(value: unknown): ValueKind | undefined {
  if (typeof value === "string") return "text";
  if (typeof value === "number" || typeof value === "bigint") return "number";
  if (typeof value === "boolean") return "boolean";
  return value instanceof Uint8Array ? "binary" : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
}
