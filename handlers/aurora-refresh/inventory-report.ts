/** inventory.json: what the clone held, whose it is, and what was decided; read by the proof and the integration tests. */
import { z } from "zod";
import { kindOf } from "../masking/decide/index.ts";
import { Count, RunId, ServiceName } from "../shared/names.ts";
import type { ChosenTable } from "./strategies/index.ts";

const Name = z.string().max(63);

export const InventoryReport = z.object({
  schemaVersion: z.literal(1),
  runId: RunId,
  tables: z.array(
    z.object({
      service: ServiceName,
      schema: Name,
      name: Name,
      rows: Count,
      /** How the table is masked, and why so. */
      strategy: z.enum(["none", "rewrite", "copy", "update"]).optional(),
      strategyWhy: z.string().optional(),
      columns: z.array(
        z.object({
          name: Name,
          type: z.string().max(200),
          /** The type below a domain, where it is another. */
          baseType: z.string().max(200).optional(),
          action: z.enum(["rule", "redact", "null", "key", "year", "pass", "hold"]),
          /** Absent where the column stays as it is. */
          template: z.string().optional(),
          declared: z.boolean(),
          why: z.string(),
          /** A rule that the column might get, where it has none. */
          suggestion: z.string().max(400).optional(),
        }),
      ),
    }),
  ),
  held: z.array(z.object({ service: ServiceName, reasons: z.array(z.string()) })),
});
export type InventoryReport = z.infer<typeof InventoryReport>;

/**
 * The report of what was decided.
 *
 * @param suggestions - by `schema.table.column`
 */
export function inventoryReport(
  runId: string,
  tables: readonly ChosenTable[],
  held: ReadonlyMap<string, readonly string[]>,
  suggestions: ReadonlyMap<string, string> = new Map(),
): InventoryReport {
  return {
    schemaVersion: 1,
    runId,
    tables: tables.map(({ service, table, decisions, strategy, why }) => ({
      service,
      schema: table.schema,
      name: table.name,
      rows: table.rows,
      strategy,
      strategyWhy: why,
      columns: table.columns.map(({ name, type, baseType }) => {
        const { action = "hold", template, declared = false, why: reason = "" } = decisions.get(name) ?? {};
        const suggestion = suggestions.get(`${table.schema}.${table.name}.${name}`);
        return {
          name,
          type,
          ...(kindOf(type) === kindOf(baseType) ? {} : { baseType }),
          action,
          declared,
          why: reason,
          ...(template === undefined ? {} : { template }),
          ...(suggestion === undefined ? {} : { suggestion }),
        };
      }),
    })),
    held: [...held].map(([service, reasons]) => ({ service, reasons: [...reasons] })),
  };
}
