/** What each service pointed at before a run switched it: what a rollback puts back. */
import { Pointer } from "../reports.ts";
import { runPartition } from "./keys.ts";
import type { ControlTable } from "./table.ts";

const prefix = "PREVIOUS#";

/** Remembers a pointer before it is changed; what was remembered first stays, so that a repeated switch loses nothing. */
export async function rememberPointer(table: ControlTable, runId: string, service: string, pointer: Pointer): Promise<void> {
  await table.put(
    runPartition(runId),
    `${prefix}${service}`,
    { pointer: JSON.stringify(pointer) },
    { expression: "attribute_not_exists(pk)" },
  );
}

/** The pointers from before the run's switch, by service. */
export async function readPrevious(table: ControlTable, runId: string): Promise<Map<string, Pointer>> {
  const items = await table.list(runPartition(runId), prefix);
  return new Map(items.map(({ sk, item }) => [sk.slice(prefix.length), Pointer.parse(JSON.parse(String(item.pointer)))]));
}
