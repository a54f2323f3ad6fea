/** Keyed fingerprints of the clone's original values, before masking: what the proofs of all stores search for. */
import { compileTemplate, type Lists, type MaskingKeys, parseTemplate, templateKind } from "../masking/engine/index.ts";
import { collectorOf, FingerprintSet, fingerprintOf } from "../masking/prove/index.ts";
import { type ColumnPlace, columnValues } from "./column-values.ts";
import { type DecidedTable, type MaskedColumn, maskedColumns } from "./columns.ts";
import type { RunSql } from "./data-api.ts";

/** The fingerprints of one table's values. */
export interface Originals {
  /** Of values that must occur nowhere in any output. */
  readonly anywhere: FingerprintSet;
  /** Of values that a redaction changes, by column: they must not occur in that column any more. */
  readonly inColumn: Map<string, FingerprintSet>;
}

/**
 * Reads a table's columns that get another value.
 *
 * A value whose rule could have given 2^40 outputs or more may be searched for anywhere. A redacted value has one output;
 * it is looked for in its own column, unless the redaction leaves it as it is ("---"). The names of the masking schema's
 * places must be there, as `planTables` leaves them.
 */
export async function readOriginals(run: RunSql, decided: DecidedTable, keys: MaskingKeys, lists: Lists): Promise<Originals> {
  const anywhere = new FingerprintSet();
  const inColumn = new Map<string, FingerprintSet>();
  const redact = compileTemplate(parseTemplate("{{redact}}"), { keys, lists });
  for (const column of maskedColumns(decided)) {
    const redacted = new FingerprintSet();
    const kept = new FingerprintSet();
    for (const { template, isRedacted, place } of placesOf(decided, column)) {
      const keeps = templateKind(parseTemplate(template)) === "keep";
      const collect = collectorOf(parseTemplate(template), keys, lists);
      for await (const value of columnValues(run, place)) {
        if (keeps) kept.add(fingerprintOf(keys, value));
        else if (isRedacted) {
          const print = fingerprintOf(keys, value);
          // One member's text may be another's that stays.
          if (redact(value) !== value && !kept.has(print)) redacted.add(print);
        } else collect(anywhere, value);
      }
    }
    if (redacted.size > 0) inColumn.set(column.name, redacted);
  }
  return { anywhere, inColumn };
}

interface TemplatePlace {
  readonly template: string;
  readonly isRedacted: boolean;
  readonly place: ColumnPlace;
}

// A document's texts by their templates, those that stay first; any other column as a whole.
function placesOf({ table, decisions, documents }: DecidedTable, { name, baseType, template }: MaskedColumn): TemplatePlace[] {
  const place: ColumnPlace = { schema: table.schema, table: table.name, column: name, type: baseType };
  const action = decisions.get(name)?.action;
  const document = documents.get(name);
  if (document === undefined) return [{ template, isRedacted: action === "redact" || action === "null", place }];
  const isKept = (text: string): boolean => templateKind(parseTemplate(text)) === "keep";
  return [...document.templates]
    .sort(([, a], [, b]) => Number(isKept(b)) - Number(isKept(a)))
    .map(([number, text]) => ({
      template: text,
      isRedacted: text === "{{redact}}" || text === "{{null}}",
      place: { ...place, within: { root: document.root, template: number } },
    }));
}
