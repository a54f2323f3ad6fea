/** Compares an import with its export, and gives the new table the live one's settings. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { holdService, readHeld, writeTable } from "../../shared/control/index.ts";
import type { TableContext } from "../context.ts";
import type { finishTable } from "../contract.ts";
import { countKeys } from "../distinct-keys.ts";
import { applySettings, readSettings, settingsOfNewTable } from "../settings.ts";

/** The operation. The table of a service that is held, by its masking or by this check, is left to the clean-up. */
export function finishTableOperation({ variables, clients, control }: TableContext): Operation<typeof finishTable> {
  return async ({ runId, service, table, liveTable, newTable, exportedItems, importedItems, errorCount }, raise) => {
    if ((await readHeld(control, runId)).has(service)) return { items: 0 };
    const mismatch = (problem: string): never => raise("DynamoDb.CountMismatch", `Table ${table}: ${problem}.`);
    if (errorCount > 0) return mismatch(`${errorCount} items could not be imported; see the import's log group`);
    if (importedItems !== exportedItems) return mismatch(`${exportedItems} items were exported and ${importedItems} imported`);
    const keys = await countKeys(clients.s3, variables.QUARANTINE_BUCKET, runId, table);
    if (keys.items !== exportedItems) return mismatch(`${exportedItems} items were exported and ${keys.items} masked`);
    if (keys.distinct !== keys.items) {
      const equal = `masking made ${keys.items - keys.distinct} of ${keys.items} keys equal to others`;
      await holdService(control, runId, service, `${table}: ${equal}; give its key attributes a rule with more room, such as {{hash}}`);
      return { items: 0 };
    }
    const settings = liveTable === "" ? settingsOfNewTable : await readSettings(clients.dynamodb, liveTable);
    await applySettings(clients.dynamodb, newTable, runId, settings);
    await writeTable(control, runId, { service, table, newTable, items: importedItems });
    return { items: importedItems };
  };
}
