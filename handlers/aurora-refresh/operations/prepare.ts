/** Between the clone and its masking: inventory, decisions, key table, fingerprints, statements. */
import { createHash } from "node:crypto";
import { statementLines } from "../../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import type { MaskingKeys } from "../../masking/engine/index.ts";
import type { Rules } from "../../masking/rules/index.ts";
import { assertAtWork } from "../../shared/context.ts";
import { holdService, readHeld } from "../../shared/control/index.ts";
import { writeFingerprints } from "../../shared/fingerprints.ts";
import { quarantine, staging } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { writeJson, writeObject } from "../../shared/objects.ts";
import { readPointers } from "../../shared/pointers.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import type { DecidedTable, ServiceOf } from "../columns.ts";
import type { AuroraContext } from "../context.ts";
import type { prepare as contract } from "../contract.ts";
import type { RunSql } from "../data-api.ts";
import { inventoryReport } from "../inventory-report.ts";
import { readOriginals } from "../originals.ts";
import { planTables } from "../plan-tables.ts";
import { planStatements } from "../strategies/index.ts";
import { readSuggestions } from "../suggestions.ts";

/** The operation `prepare`. It may be repeated: everything that it writes replaces what it wrote before. */
export function prepare(context: AuroraContext): Operation<typeof contract> {
  const { clients, variables, control } = context;
  return async ({ environment, runId, clusterArn, secretArn }) => {
    const run = context.sql({ clusterArn, secretArn });
    const [pointers, alreadyHeld, rules, keys] = await Promise.all([
      readPointers(clients.ssm, environment),
      readHeld(control, runId),
      rulesOfRun(clients.s3, variables.STAGING_BUCKET, runId),
      maskingKeys(clients.kms, variables.MASKING_KEY_ID),
    ]);
    const schemas = new Map([...pointers].map(([service, { schema }]) => [schema, service]));
    const serviceOf: ServiceOf = (schema) => schemas.get(schema) ?? schema;
    const { inventory, tables, held } = await planTables(run, { schemas: [...schemas.keys()], serviceOf, rules, keys, alreadyHeld });
    for (const [service, [reason = ""]] of held) await holdService(control, runId, service, reason);

    await assertAtWork(context, runId);
    // The values of held services too: they must not occur anywhere either.
    for (const table of tables) await keepOriginals(context, run, runId, table, keys, rules);

    const open = tables.filter(({ service }) => !held.has(service));
    const statements = planStatements(open, inventory, rules.lists);
    const file = statementLines(statements);
    const statementsKey = staging.statements(runId);
    await writeObject(clients.s3, variables.STAGING_BUCKET, statementsKey, file, "application/x-ndjson");
    const report = inventoryReport(runId, tables, held, await readSuggestions(run, tables, rules));
    await writeJson(clients.s3, variables.STAGING_BUCKET, staging.inventory(runId), report);
    return {
      statementsKey,
      statementsSha256: createHash("sha256").update(file).digest("hex"),
      statements: statements.length,
      tables: open.length,
      held: held.size,
    };
  };
}

async function keepOriginals(
  { clients, variables }: AuroraContext,
  run: RunSql,
  runId: string,
  decided: DecidedTable,
  keys: MaskingKeys,
  rules: Rules,
): Promise<void> {
  const { schema, name } = decided.table;
  const originals = await readOriginals(run, decided, keys, rules.lists);
  const bucket = variables.QUARANTINE_BUCKET;
  await writeFingerprints(clients.s3, bucket, quarantine.fingerprints(runId, "aurora", `${schema}.${name}`), originals.anywhere);
  for (const [column, set] of originals.inColumn) {
    await writeFingerprints(clients.s3, bucket, quarantine.redacted(runId, `${schema}.${name}.${column}`), set);
  }
}
