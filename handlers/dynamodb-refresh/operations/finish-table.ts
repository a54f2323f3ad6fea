/** Compares an import with its export, and gives the new table the live one's settings. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { holdService, readHeld, writeTable } from "../../shared/control/index.ts";
import type { TableContext } from "../context.ts";
import type { finishTable } from "../contract.ts";
import { countKeys } from "../distinct-keys.ts";
import { copyScaling, forgetScaling } from "../scaling.ts";
import { applySettings, readSettings, settingsOfNewTable, tableExists } from "../settings.ts";

/** The operation. The table of a service that is held, by its masking or by this check, is left to the clean-up. */
export function finishTableOperation({ variables, clients, control }: TableContext): Operation<typeof finishTable> {
  return async ({ runId, service, table, liveTable, newTable, exportedItems, importedItems, errorCount }, raise) => {
    if ((await readHeld(control, runId)).has(service)) return { items: 0 };
    const mismatch = (problem: string): never => raise("DynamoDb.CountMismatch", `Table ${table}: ${problem}.`);
    if (errorCount > 0) {
      const why = `${errorCount} items of ${exportedItems} could not be imported`;
      await holdService(control, runId, service, `${table}: ${why}; the log group /aws-dynamodb/imports says which`);
      return { items: 0 };
    }
    if (importedItems !== exportedItems) return mismatch(`${exportedItems} items were exported and ${importedItems} imported`);
    const keys = await countKeys(clients.s3, variables.QUARANTINE_BUCKET, runId, table);
    if (keys.items !== exportedItems) return mismatch(`${exportedItems} items were exported and ${keys.items} masked`);
    if (keys.distinct !== keys.items) {
      const equal = `masking made ${keys.items - keys.distinct} of ${keys.items} keys equal to others`;
      await holdService(control, runId, service, `${table}: ${equal}; give its key attributes a rule with more room, such as {{hash}}`);
      return { items: 0 };
    }
    const settings = liveTable === "" ? settingsOfNewTable : (await readSettings(clients.dynamodb, liveTable)).settings;
    const { indexes } = await applySettings(clients.dynamodb, newTable, runId, settings);
    if (liveTable !== "" && (await copyScaling(clients.autoScaling, { liveTable, newTable, indexes })) > 0)
      await forgetScaling(clients.autoScaling, table, (name) => tableExists(clients.dynamodb, name));
    await writeTable(control, runId, { service, table, newTable, items: importedItems });
    return { items: importedItems };
  };
}
