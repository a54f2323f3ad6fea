/** The pointer at tonight's generation, from the one before it; pure. */
import type { Candidate, StagedTable } from "../../shared/control/index.ts";
import type { Pointer } from "../../shared/reports.ts";

/** A service's pointer at a run: cluster and tables are tonight's, database, schema, bucket and prefix stay what they were. */
export function newPointer(before: Pointer, runId: string, candidate: Candidate, tables: readonly StagedTable[]): Pointer {
  return {
    ...before,
    run: runId,
    endpoint: candidate.endpoint,
    readerEndpoint: candidate.readerEndpoint,
    port: candidate.port,
    secretArn: candidate.secretArn,
    tables: Object.fromEntries(tables.map(({ table, newTable }) => [table, newTable])),
  };
}
