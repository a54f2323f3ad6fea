/** What a run has staged so far: tonight's cluster, its tables, held services, and where resumable work stands. */
import { z } from "zod";
import { runPartition as run } from "./keys.ts";
import type { ControlTable } from "./table.ts";

/** Tonight's cluster, as a service will find it. */
export const Candidate = z.object({
  endpoint: z.string(),
  readerEndpoint: z.string(),
  port: z.number().int(),
  secretArn: z.string(),
  clusterArn: z.string(),
  cluster: z.string(),
});
export type Candidate = z.infer<typeof Candidate>;

/** Tonight's cluster; undefined while there is none. */
export async function readCandidate(table: ControlTable, runId: string): Promise<Candidate | undefined> {
  const item = await table.get(run(runId), "CANDIDATE");
  return item === undefined ? undefined : Candidate.parse(item);
}

export async function writeCandidate(table: ControlTable, runId: string, candidate: Candidate): Promise<void> {
  await table.put(run(runId), "CANDIDATE", candidate);
}

const StagedTable = z.object({ service: z.string(), newTable: z.string(), items: z.number().int() });
/** A table of production and tonight's table for it. */
export type StagedTable = z.infer<typeof StagedTable> & { readonly table: string };

/** Tonight's finished tables. */
export async function readTables(table: ControlTable, runId: string): Promise<StagedTable[]> {
  const items = await table.list(run(runId), "TABLE#");
  return items.map(({ sk, item }) => ({ ...StagedTable.parse(item), table: sk.slice("TABLE#".length) }));
}

export async function writeTable(table: ControlTable, runId: string, { table: name, ...staged }: StagedTable): Promise<void> {
  await table.put(run(runId), `TABLE#${name}`, staged);
}

/** Services that keep yesterday's data, and why. */
export async function readHeld(table: ControlTable, runId: string): Promise<Map<string, string>> {
  const items = await table.list(run(runId), "HELD#");
  return new Map(items.map(({ sk, item }) => [sk.slice("HELD#".length), String(item.reason)]));
}

/** Holds a service back; the first reason stays. */
export async function holdService(table: ControlTable, runId: string, service: string, reason: string): Promise<void> {
  await table.put(run(runId), `HELD#${service}`, { reason: reason.slice(0, 400) }, { expression: "attribute_not_exists(pk)" });
}

/** Where a piece of resumable work stands; undefined before its first step. */
export async function readCursor<T>(table: ControlTable, runId: string, work: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const item = await table.get(run(runId), `CURSOR#${work}`);
  return item === undefined ? undefined : schema.parse(JSON.parse(String(item.cursor)));
}

export async function writeCursor(table: ControlTable, runId: string, work: string, cursor: unknown): Promise<void> {
  await table.put(run(runId), `CURSOR#${work}`, { cursor: JSON.stringify(cursor) });
}
