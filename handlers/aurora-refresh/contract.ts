/** What `aurora_refresh_handler` does between the calls to the RDS control plane: inventory, statements, key table, proof. */
import { z } from "zod";
import { lambda } from "../../workflows/kit/contract/index.ts";
import { Arn, Count, InRun, ObjectKey } from "../shared/names.ts";

const handler = "aurora_refresh_handler";

const Cluster = z.object({ clusterArn: Arn, secretArn: Arn });

/** Reads the clone's inventory, decides for every column, writes the statements and the key table. */
export const prepare = lambda(handler, "prepare", {
  input: z.object({ ...InRun.shape, ...Cluster.shape }),
  output: z.object({ statementsKey: ObjectKey, statementsSha256: z.string().max(64), statements: Count, tables: Count, held: Count }),
  errors: ["Aurora.PlanFailed", "Aurora.DatabaseUnavailable"],
});

/** Proves the masked clone; drops the key table, the ledger and the schemas of held services. */
export const proveClone = lambda(handler, "proveClone", {
  input: z.object({ ...InRun.shape, ...Cluster.shape, statements: Count }),
  output: z.object({ rows: Count, tables: Count, values: Count }),
  errors: ["Masking.LeakFound", "Masking.Incomplete", "Aurora.DatabaseUnavailable"],
});

/** Looks whether tonight's cluster answers and holds what the clone held; writes it down as the candidate. */
export const checkGeneration = lambda(handler, "checkGeneration", {
  input: z.object({
    ...InRun.shape,
    ...Cluster.shape,
    endpoint: z.string().max(255),
    readerEndpoint: z.string().max(255),
    port: z.int().min(1).max(65535),
  }),
  output: z.object({ rows: Count }),
  errors: ["Aurora.CountMismatch", "Aurora.DatabaseUnavailable"],
});

export const auroraRefreshOperations = { prepare, proveClone, checkGeneration };
