/** From the clone's catalogue to a decision on every column, a strategy for every table, and the services that are held. */
import { kindOf } from "../masking/decide/index.ts";
import { type MaskingKeys, parseTemplate } from "../masking/engine/index.ts";
import { findRule, type Rules } from "../masking/rules/index.ts";
import { insertKeySql, installSql, keyRows } from "../masking/sql/index.ts";
import { findCollisions, findDigits } from "./collisions.ts";
import { type DecidedTable, decideInventory, maskedColumns, type ServiceOf } from "./columns.ts";
import { findBroken } from "./constraints.ts";
import type { RunSql } from "./data-api.ts";
import { planDocuments } from "./documents/index.ts";
import { addHold, heldServices, spread } from "./holds.ts";
import { type Inventory, installCatalogue, readInventory } from "./inventory/index.ts";
import { type ChosenTable, chooseStrategy, readChunks, type UpdateLimits, updateLimits } from "./strategies/index.ts";

/** What is planned from. */
export interface PlanOptions {
  readonly schemas: readonly string[];
  readonly serviceOf: ServiceOf;
  readonly rules: Rules;
  readonly keys: MaskingKeys;
  /** Services that were held before, with the reason. */
  readonly alreadyHeld?: ReadonlyMap<string, string>;
  /** From what size on tables are updated in chunks. */
  readonly limits?: UpdateLimits;
}

/** What is planned for tonight's clone. */
export interface PlannedTables {
  readonly inventory: Inventory;
  /** All tables, those of held services too. */
  readonly tables: ChosenTable[];
  readonly held: Map<string, string[]>;
}

/**
 * Plans the masking of the clone. Functions, sub-keys and the places of documents are on it afterwards, in the masking
 * schema; nothing else of it has changed. It may be repeated.
 */
export async function planTables(
  run: RunSql,
  { schemas, serviceOf, rules, keys, alreadyHeld, limits = updateLimits }: PlanOptions,
): Promise<PlannedTables> {
  for (const sql of [...installSql(), installCatalogue]) await run("install the masking functions", sql);
  const inventory = await readInventory(run, schemas);
  const byColumn = decideInventory(inventory, rules, serviceOf, await digits(run, inventory, rules, serviceOf));
  const { tables: decided, templates } = await planDocuments(run, byColumn, rules, keys);
  await insertKeys(run, decided, templates, keys);

  const held = heldServices(decided, inventory, serviceOf);
  for (const [service, reason] of alreadyHeld ?? []) held.set(service, [reason, ...(held.get(service) ?? [])]);
  const tables: ChosenTable[] = [];
  for (const table of decided) {
    const choice = chooseStrategy(table, inventory, limits);
    if ("hold" in choice) {
      addHold(held, table.service, choice.hold);
      tables.push({ ...table, strategy: "none", why: choice.hold });
    } else {
      const chunks = choice.strategy === "update" ? { chunks: await readChunks(run, table, limits.chunkRows) } : {};
      tables.push({ ...table, ...choice, ...chunks });
    }
  }
  const open = (): ChosenTable[] => tables.filter(({ service }) => !held.has(service));
  spread(tables, inventory, serviceOf, held);
  for (const look of [findCollisions, findBroken]) {
    for (const [service, reason] of await look(run, open(), rules.lists)) addHold(held, service, reason);
    spread(tables, inventory, serviceOf, held);
  }
  return { inventory, tables, held };
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

/** The keys go in as bound parameters and stand in no statement's text. */
async function insertKeys(run: RunSql, tables: readonly DecidedTable[], more: readonly string[], keys: MaskingKeys): Promise<void> {
  const templates = new Set([...tables.flatMap((table) => maskedColumns(table).map(({ template }) => template)), ...more]);
  for (const { function: name, domain, key } of keyRows(keys, [...templates].map(parseTemplate))) {
    await run("insert a sub-key", insertKeySql("named"), { function: name, domain, key });
  }
}
