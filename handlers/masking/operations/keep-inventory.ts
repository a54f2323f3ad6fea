/** Keeps the inventory of a run's places, and says what has changed since the last live run. */
import { InventoryReport } from "../../aurora-refresh/inventory-report.ts";
import { staging } from "../../shared/layout.ts";
import { readTextIfThere, writeJson, writeObject } from "../../shared/objects.ts";
import type { ProofReport, SummaryReport } from "../../shared/reports.ts";
import { diffInventory, Inventory, type InventoryEntry, inventoryEntry, renderDiff } from "../plan/index.ts";
import type { MaskingContext } from "./context.ts";
import { earlierReport } from "./earlier-report.ts";

/**
 * Writes `places.json` and `changes.md`. Of Aurora every column is in it, of the stores without a schema what no rule declares.
 *
 * @returns how many places have changed; undefined when no earlier run kept its inventory
 */
export async function keepInventory(context: MaskingContext, body: ProofReport["body"]): Promise<SummaryReport["changes"]> {
  const { clients, variables } = context;
  const { runId } = body;
  const bucket = variables.STAGING_BUCKET;
  const clone = await readTextIfThere(clients.s3, bucket, staging.inventory(runId));
  const columns = clone === undefined ? [] : columnEntries(InventoryReport.parse(JSON.parse(clone)));
  const now: Inventory = { schemaVersion: 1, entries: [...columns, ...undeclaredEntries(body)] };
  await writeJson(clients.s3, bucket, staging.places(runId), Inventory.parse(now));
  const earlier = await earlierReport(context, runId, staging.places, Inventory);
  const diff = earlier === undefined ? undefined : diffInventory(earlier.report, now);
  const since = earlier === undefined ? "No earlier run kept its inventory.\n" : `Since run ${earlier.runId}.\n`;
  const page = `# Changes in run ${runId}\n\n${since}${diff === undefined ? "" : `\n${renderDiff(diff, "markdown")}`}`;
  await writeObject(clients.s3, bucket, staging.changes(runId), page, "text/markdown; charset=utf-8");
  if (diff === undefined) return undefined;
  const { added, gone, otherType, otherDecision } = diff;
  return { added: added.length, gone: gone.length, otherType: otherType.length, otherDecision: otherDecision.length };
}

function columnEntries({ tables }: InventoryReport): InventoryEntry[] {
  return tables.flatMap(({ service, name, columns }) =>
    columns.map(({ name: column, type, action, template }) =>
      inventoryEntry({ store: "aurora", service, place: `${name}.${column}`, type, action, rule: undefined, template }),
    ),
  );
}

function undeclaredEntries({ services }: ProofReport["body"]): InventoryEntry[] {
  const found = services.flatMap(({ undeclared }) => undeclared.filter(({ store }) => store !== "aurora"));
  return found.map(({ store, service, place, action }) =>
    inventoryEntry({ store, service, place, type: "", action, rule: undefined, template: undefined }),
  );
}
