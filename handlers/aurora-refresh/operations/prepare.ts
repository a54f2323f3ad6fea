/** Between the clone and its masking: inventory, decisions, key table, fingerprints, statements. */
import { createHash } from "node:crypto";
import { statementLines } from "../../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { kindOf } from "../../masking/decide/index.ts";
import { type MaskingKeys, parseTemplate } from "../../masking/engine/index.ts";
import type { Rules } from "../../masking/rules/index.ts";
import { findRule } from "../../masking/rules/index.ts";
import { insertKeySql, installSql, keyRows } from "../../masking/sql/index.ts";
import { assertAtWork } from "../../shared/context.ts";
import { holdService, readHeld } from "../../shared/control/index.ts";
import { writeFingerprints } from "../../shared/fingerprints.ts";
import { quarantine, staging } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { writeJson, writeObject } from "../../shared/objects.ts";
import { readPointers } from "../../shared/pointers.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import { findCollisions, findDigits } from "../collisions.ts";
import { type DecidedTable, decideInventory, heldServices, type ServiceOf, spread } from "../columns.ts";
import type { AuroraContext } from "../context.ts";
import type { prepare as contract } from "../contract.ts";
import type { RunSql } from "../data-api.ts";
import { type Inventory, readInventory } from "../inventory.ts";
import { inventoryReport } from "../inventory-report.ts";
import { readOriginals } from "../originals.ts";
import { maskedColumns, planStatements } from "../statements.ts";
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

    const inventory = await readInventory(run, [...schemas.keys()]);
    const decided = decideInventory(inventory, rules, serviceOf, await digits(run, inventory, rules, serviceOf));
    const held = heldServices(decided, serviceOf);
    for (const [service, reason] of alreadyHeld) held.set(service, [reason, ...(held.get(service) ?? [])]);
    spread(decided, serviceOf, held);

    await installKeys(run, decided, keys);
    const open = (): DecidedTable[] => decided.filter(({ service }) => !held.has(service));
    for (const [service, reason] of await findCollisions(run, open(), rules.lists)) {
      held.set(service, [...(held.get(service) ?? []), reason]);
    }
    spread(decided, serviceOf, held);
    for (const [service, [reason = ""]] of held) await holdService(control, runId, service, reason);

    await assertAtWork(context, runId);
    // The values of held services too: they must not occur anywhere either.
    for (const table of decided) await keepOriginals(context, run, runId, table, keys, rules);

    const statements = planStatements(open(), inventory, rules.lists);
    const file = statementLines(statements);
    const statementsKey = staging.statements(runId);
    await writeObject(clients.s3, variables.STAGING_BUCKET, statementsKey, file, "application/x-ndjson");
    const report = inventoryReport(runId, decided, held, await readSuggestions(run, decided, rules));
    await writeJson(clients.s3, variables.STAGING_BUCKET, staging.inventory(runId), report);
    return {
      statementsKey,
      statementsSha256: createHash("sha256").update(file).digest("hex"),
      statements: statements.length,
      tables: open().length,
      held: held.size,
    };
  };
}

/** Text in keys without a rule: whether it is all digits decides how it is masked. */
function digits(run: RunSql, { tables }: Inventory, rules: Rules, serviceOf: ServiceOf): Promise<Set<string>> {
  return findDigits(
    run,
    tables.map(({ schema, name, columns, keys, foreignKeys }) => {
      const inKeys = new Set([...keys, ...foreignKeys].flatMap((key) => key.columns));
      const undeclared = columns.filter(
        (column) =>
          inKeys.has(column.name) &&
          kindOf(column.baseType) === "text" &&
          findRule(rules, { service: serviceOf(schema), table: name, column: column.name }) === undefined,
      );
      return { schema, name, columns: undeclared.map((column) => column.name) };
    }),
  );
}

/** Puts functions and sub-keys on the clone; the keys go in as bound parameters and stand in no statement's text. */
async function installKeys(run: RunSql, tables: readonly DecidedTable[], keys: MaskingKeys): Promise<void> {
  for (const sql of installSql()) await run("install the masking functions", sql);
  const templates = tables.flatMap((table) => maskedColumns(table).map(({ template }) => parseTemplate(template)));
  for (const row of keyRows(keys, templates)) {
    await run("insert a sub-key", insertKeySql("named"), { function: row.function, domain: row.domain, key: row.key });
  }
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
