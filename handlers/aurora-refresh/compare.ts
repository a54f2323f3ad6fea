/** The proof of the masked clone: every text that it holds is compared with production's values. */
import type { MaskingKeys } from "../masking/engine/index.ts";
import { FingerprintSet, fingerprintOf } from "../masking/prove/index.ts";
import { columnValues } from "./column-values.ts";
import type { RunSql } from "./data-api.ts";
import type { InventoryReport } from "./inventory-report.ts";

/** What was compared, and where a value of production was found. */
export interface Comparison {
  scanned: number;
  /** Fingerprints of redacted values that were searched for in their own columns. */
  redacted: number;
  /** Fingerprints of every text that was compared: the proof of all stores looks at them once more. */
  readonly outputs: FingerprintSet;
  readonly found: Map<string, number>;
}

/**
 * Compares the columns of some tables.
 *
 * @param anywhere - fingerprints that no column may hold, unless a rule says `keep`
 * @param inColumn - by `schema.table.column`: fingerprints that this column may not hold
 */
export async function compareTables(
  run: RunSql,
  tables: readonly InventoryReport["tables"][number][],
  keys: MaskingKeys,
  anywhere: FingerprintSet,
  inColumn: (column: string) => Promise<FingerprintSet | undefined>,
): Promise<Comparison> {
  const comparison: Comparison = { scanned: 0, redacted: 0, outputs: new FingerprintSet(), found: new Map() };
  for (const { schema, name: table, columns } of tables) {
    for (const column of columns) {
      // Numbers, booleans, uuids and timestamps pass by their type; so does what a rule keeps.
      if (column.action === "pass") continue;
      const place = `${schema}.${table}.${column.name}`;
      const own = await inColumn(place);
      comparison.redacted += own?.size ?? 0;
      for await (const value of columnValues(run, { schema, table, column: column.name, type: column.baseType ?? column.type })) {
        comparison.scanned++;
        const print = fingerprintOf(keys, value);
        comparison.outputs.add(print);
        if (anywhere.has(print) || own?.has(print)) comparison.found.set(place, (comparison.found.get(place) ?? 0) + 1);
      }
    }
  }
  return comparison;
}
