/** Keyed fingerprints of the clone's original values, before masking: what the proofs of all stores search for. */
import { compileTemplate, type Lists, type MaskingKeys, parseTemplate } from "../masking/engine/index.ts";
import { FingerprintSet, fingerprintOf, originalsOf } from "../masking/prove/index.ts";
import { columnValues } from "./column-values.ts";
import type { DecidedTable } from "./columns.ts";
import type { RunSql } from "./data-api.ts";
import { maskedColumns } from "./statements.ts";

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
 * it is looked for in its own column, unless the redaction leaves it as it is ("---").
 */
export async function readOriginals(run: RunSql, decided: DecidedTable, keys: MaskingKeys, lists: Lists): Promise<Originals> {
  const originals: Originals = { anywhere: new FingerprintSet(), inColumn: new Map() };
  const { schema, name: table } = decided.table;
  const redact = compileTemplate(parseTemplate("{{redact}}"), { keys, lists });
  for (const { name, type, template } of maskedColumns(decided)) {
    const original = originalsOf(parseTemplate(template), keys, lists);
    const action = decided.decisions.get(name)?.action;
    const redacted = new FingerprintSet();
    for await (const value of columnValues(run, { schema, table, column: name, type })) {
      if (action === "redact" || action === "null") {
        if (redact(value) !== value) redacted.add(fingerprintOf(keys, value));
        continue;
      }
      const print = original(value);
      if (print !== undefined) originals.anywhere.add(print);
    }
    if (redacted.size > 0) originals.inColumn.set(name, redacted);
  }
  return originals;
}
