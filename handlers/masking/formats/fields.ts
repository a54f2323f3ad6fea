/** What becomes of each member of a record, by its place: one answer for JSON, CSV, DynamoDB and Parquet. */
import { fieldsOf, type Row } from "../engine/index.ts";
import type { FingerprintSet } from "../prove/index.ts";
import { holdsIn, type Rule } from "../rules/index.ts";
import { type FormatCounters, newCounters } from "./counters.ts";
import type { Field, FieldsContext } from "./field.ts";
import { mostPlaces } from "./limits.ts";
import { type MaskName, nameMasker } from "./names.ts";
import { PlaceNode } from "./place-node.ts";
import { type DecideOptions, Treatments } from "./treatments.ts";

/** Where the records are from, and with what they are masked. */
export interface FieldsOptions extends DecideOptions {
  /** Takes the fingerprints of the originals that the proof looks for everywhere. */
  readonly originals?: FingerprintSet;
}

/** The fields of a store's records, found by their places, and what was counted. */
export class Fields {
  /** Whether a rule reads other fields of the same record, in its template or its condition. */
  readonly readsRows: boolean;
  readonly #context: FieldsContext;
  readonly #treatments: Treatments;
  readonly #maskName: MaskName;
  /** The rules with a condition; which of them hold decides in which tree of places a record's are found. */
  readonly #conditional: readonly Rule[];
  readonly #roots = new Map<string, PlaceNode>();
  #places = 0;

  /** @throws HoldError when a key attribute can be masked by nothing that is allowed */
  constructor(options: FieldsOptions) {
    const { keys, rules, originals } = options;
    this.#conditional = rules.rules.filter(({ key }) => key.kind === "column" && key.condition !== undefined);
    this.readsRows = this.#conditional.length > 0 || rules.rules.some(({ template }) => fieldsOf(template).length > 0);
    this.#context = { counts: newCounters(), originals, ruled: new Map(), row: () => null };
    this.#treatments = new Treatments(options, this.#context);
    this.#maskName = nameMasker(keys, rules, originals);
    for (const { name } of options.keyAttributes ?? []) this.#treatments.field([name]);
  }

  /** What was done until now. */
  get counters(): FormatCounters {
    const { counts, ruled } = this.#context;
    for (const [rule, { count }] of ruled) counts.byRule.set(rule, count);
    return counts;
  }

  #holding(): string {
    return this.#conditional.map((rule) => (holdsIn(rule, this.#rowText) ? "1" : "0")).join("");
  }

  readonly #rowText = (name: string): string | undefined => this.#context.row(name) ?? undefined;

  /** Begins a record; `row` reads its fields before masking. The place of the record itself. */
  begin(row: Row): PlaceNode {
    this.#context.counts.records++;
    this.#context.row = row;
    if (this.#places >= mostPlaces) {
      this.#roots.clear();
      this.#places = 0;
    }
    const holding = this.#conditional.length === 0 ? "" : this.#holding();
    let root = this.#roots.get(holding);
    if (root === undefined) {
      this.#places++;
      root = new PlaceNode([], new Uint8Array(0), undefined);
      this.#roots.set(holding, root);
    }
    return root;
  }

  /** A name within a place that is new there; `written` are its bytes as they stand, each a character. */
  add(parent: PlaceNode, written: string, name: string): PlaceNode {
    const bytes = Buffer.from(written, "latin1");
    const path = [...parent.path, name];
    const replacement = this.#treatments.isKey(path) ? undefined : this.#maskName(parent.path, name);
    const node = new PlaceNode(path, bytes, replacement);
    // Within one record of any size, names that are data are not remembered without end.
    if (this.#places++ < mostPlaces) parent.children.set(bytes.toString("latin1"), node);
    return node;
  }

  /** Whether a rule names a column. */
  isRuled(column: string): boolean {
    return this.#treatments.isRuled(column);
  }

  /** What becomes of a column, or of one without a name: `column N`, for rules by number. */
  column(name: string | undefined, number: number): Field {
    return this.#treatments.field([name ?? `column ${number}`], name === undefined ? number : undefined);
  }

  /** Counts a name that was replaced. */
  countName(): void {
    this.#context.counts.names++;
  }

  /** What becomes of the values in a place. */
  of(node: PlaceNode): Field {
    node.field ??= this.#treatments.field(node.path);
    return node.field;
  }
}
