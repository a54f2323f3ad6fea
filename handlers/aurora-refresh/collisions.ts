/** The exact check on tonight's values: a key whose masked values collide would fail in the rewrite, or join what was apart. */
import type { Lists } from "../masking/engine/index.ts";
import { type DecidedTable, maskedColumns } from "./columns.ts";
import type { RunSql } from "./data-api.ts";
import { quoteName } from "./inventory/index.ts";
import { maskedValue } from "./masked-value.ts";

/**
 * The reasons why services cannot be masked: one for each key column whose masked values are fewer than its values.
 *
 * @returns pairs of service and reason
 */
export async function findCollisions(run: RunSql, tables: readonly DecidedTable[], lists: Lists): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const decided of tables) {
    const { service, table, decisions } = decided;
    for (const column of maskedColumns(decided)) {
      if (!decisions.get(column.name)?.checkDistinct) continue;
      // A column that is only a part of a key, or the near end of a reference, may well repeat; distinct values must stay so.
      const name = quoteName(column.name);
      const masked = maskedValue(decided, column, lists);
      const [counts] = await run(
        `compare ${table.schema}.${table.name}.${column.name} with its masked values`,
        `select count(distinct ${name}) as before, count(distinct ${masked}) as after from ${quoteName(table.schema)}.${quoteName(table.name)}`,
      );
      const [before, after] = [Number(counts?.before), Number(counts?.after)];
      if (before !== after) {
        found.push([service, `${table.name}.${column.name}: ${before} values of a key would become ${after} under ${column.template}`]);
      }
    }
  }
  return found;
}

/** The text columns of keys without a rule whose every value is 2 to 30 digits: `schema.table.column`. */
export async function findDigits(
  run: RunSql,
  tables: readonly { schema: string; name: string; columns: readonly string[] }[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { schema, name, columns } of tables) {
    if (columns.length === 0) continue;
    const tests = columns.map((column, i) => `coalesce(bool_and(${quoteName(column)}::text ~ '^[0-9]{2,30}$'), false) as c${i}`);
    const [row] = await run(
      `look at the keys of ${schema}.${name}`,
      `select ${tests.join(", ")} from ${quoteName(schema)}.${quoteName(name)}`,
    );
    columns.forEach((column, i) => {
      if (row?.[`c${i}`] === true) found.add(`${schema}.${name}.${column}`);
    });
  }
  return found;
}
