/** After the masking: every text of the clone is compared with production's values; then traces of production and everything of the refresh leave the clone. */
import { ledger } from "../../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import type { MaskingKeys } from "../../masking/engine/index.ts";
import { FingerprintSet } from "../../masking/prove/index.ts";
import { dropSql } from "../../masking/sql/index.ts";
import { assertAtWork } from "../../shared/context.ts";
import { holdService, readHeld } from "../../shared/control/index.ts";
import { readFingerprints, uniteFingerprints, writeFingerprints } from "../../shared/fingerprints.ts";
import { quarantine, staging } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { publishCounts } from "../../shared/metrics.ts";
import { isMissing, readJson, writeJson } from "../../shared/objects.ts";
import { emptyPart } from "../../shared/parts.ts";
import { readPointers } from "../../shared/pointers.ts";
import type { PartReport, StoreProof, Undeclared } from "../../shared/reports.ts";
import { type Comparison, compareTables } from "../compare.ts";
import type { AuroraContext } from "../context.ts";
import type { proveClone as contract } from "../contract.ts";
import { type RunSql, StatementError } from "../data-api.ts";
import { quoteName } from "../inventory/index.ts";
import { InventoryReport } from "../inventory-report.ts";
import { clearClone } from "../traces/index.ts";

type TableReport = InventoryReport["tables"][number];

/** The operation `proveClone`. It may be repeated: what it drops is dropped only if it is there. */
export function proveClone(context: AuroraContext): Operation<typeof contract> {
  const { clients, variables, control } = context;
  return async ({ environment, runId, clusterArn, secretArn, statements }, raise) => {
    const run = context.sql({ clusterArn, secretArn });
    const [report, held, keys, pointers] = await Promise.all([
      readJson(clients.s3, variables.STAGING_BUCKET, staging.inventory(runId)).then((json) => InventoryReport.parse(json)),
      readHeld(control, runId),
      maskingKeys(clients.kms, variables.MASKING_KEY_ID),
      readPointers(clients.ssm, environment),
    ]);
    const masked = report.tables.filter(({ service }) => !held.has(service));

    const done = await carriedOut(run);
    if (done !== undefined && done < statements) raise("Masking.Incomplete", `${done} of ${statements} statements were carried out.`);
    for (const { schema, name, rows } of masked) {
      const now = await countRows(run, schema, name);
      if (now !== rows) raise("Masking.Incomplete", `${schema}.${name} had ${rows} rows and has ${now} after masking.`);
    }

    const { set: anywhere } = await uniteFingerprints(clients.s3, variables.QUARANTINE_BUCKET, quarantine.fingerprintsOf(runId));
    const { scanned, found, outputs, redacted, inColumns } = await compare(context, run, runId, masked, keys, anywhere);
    const sum = [...found.values()].reduce((a, b) => a + b, 0);
    publishCounts(environment, { LeaksFound: sum });
    if (sum > 0) {
      const places = [...found].slice(0, 20).map(([place, count]) => `${place} (${count})`);
      raise("Masking.LeakFound", `${sum} values of production stand in the masked clone: ${places.join(", ")}.`);
    }

    for (const sql of [...dropSql(), `drop schema if exists ${ledger.schema} cascade`]) await run("drop the refresh's own schemas", sql);
    for (const schema of new Set(report.tables.filter(({ service }) => held.has(service)).map((table) => table.schema))) {
      await run("drop a held service's schema", `drop schema if exists ${quoteName(schema)} cascade`);
    }
    const services = new Map([...pointers].map(([service, { schema }]) => [schema, service]));
    const cleared = await clearClone(run, { services, tables: masked, keys, anywhere, redacted: inColumns });
    if (cleared.unowned.length > 0) {
      const names = cleared.unowned.slice(0, 20).map(({ kind, name }) => `${kind} ${name}`);
      raise("Masking.LeakFound", `What cannot be removed from the masked clone and belongs to no service: ${names.join(", ")}.`);
    }
    for (const [service, reason] of cleared.held) await holdService(control, runId, service, reason);
    const tables = masked.filter(({ service }) => !cleared.held.has(service));

    await assertAtWork(context, runId);
    await writeFingerprints(clients.s3, variables.QUARANTINE_BUCKET, quarantine.outputs(runId, "aurora", "clone"), outputs);
    // The values that are searched for everywhere are counted by the proof of all stores.
    const proof: StoreProof = { store: "aurora", values: redacted, scanned, found: 0 };
    await writeJson(clients.s3, variables.STAGING_BUCKET, staging.auroraProof(runId), { ...proof, traces: cleared.report });
    for (const table of tables) {
      const key = staging.part(runId, "aurora", `${table.schema}.${table.name}`);
      await writeJson(clients.s3, variables.STAGING_BUCKET, key, partReport(table));
    }
    return { rows: tables.reduce((rows, table) => rows + table.rows, 0), tables: tables.length, values: scanned };
  };
}

/** Statements in the ledger; undefined when a former try has dropped it. */
async function carriedOut(run: RunSql): Promise<number | undefined> {
  try {
    const [row] = await run("count the ledger's statements", `select count(*) as n from ${ledger.table}`);
    return Number(row?.n);
  } catch (error) {
    // 42P01, 3F000: the table or its schema is not there.
    if (error instanceof StatementError && (error.sqlState === "42P01" || error.sqlState === "3F000")) return undefined;
    throw error;
  }
}

async function countRows(run: RunSql, schema: string, table: string): Promise<number> {
  const [row] = await run("count rows", `select count(*) as n from ${quoteName(schema)}.${quoteName(table)}`);
  return Number(row?.n);
}

async function compare(
  { clients, variables }: AuroraContext,
  run: RunSql,
  runId: string,
  tables: readonly TableReport[],
  keys: MaskingKeys,
  anywhere: FingerprintSet,
): Promise<Comparison & { readonly inColumns: FingerprintSet }> {
  const inColumns = new FingerprintSet();
  const comparison = await compareTables(run, tables, keys, anywhere, async (column) => {
    try {
      const buffer = await readFingerprints(clients.s3, variables.QUARANTINE_BUCKET, quarantine.redacted(runId, column));
      const own = FingerprintSet.fromBuffer(buffer);
      inColumns.addAll(own);
      return own;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  });
  return { ...comparison, inColumns };
}

function partReport(table: TableReport): PartReport {
  const undeclared = table.columns.flatMap(({ name, action, declared, why, suggestion }): Undeclared[] => {
    if (declared || action === "pass" || action === "rule") return [];
    const place = `${table.name}.${name}`;
    const suggested = suggestion === undefined ? {} : { suggestion };
    return [{ service: table.service, store: "aurora", place, action, why: why.slice(0, 400), ...suggested }];
  });
  return {
    ...emptyPart("aurora", table.service, table.name),
    masked: table.columns.some(({ template }) => template !== undefined) ? table.rows : 0,
    read: table.rows,
    written: table.rows,
    undeclared,
  };
}
