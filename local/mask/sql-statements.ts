/** The SQL that masks a table by the rules: to be read, or run by hand on a database of one's own. */

import { findRule } from "../../handlers/masking/rules/index.ts";
import { dropSql, insertKeySql, installSql, keyRows, maskExpression, sqlName } from "../../handlers/masking/sql/index.ts";
import type { KeyedSource } from "./source.ts";
import { MaskUsageError } from "./usage-error.ts";

/** A column as it is written on the command line: its name and its type. */
interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * The statements: functions, key table, one `ALTER TABLE` that rewrites the table, and what takes the functions away again.
 * No key stands in them: the key table's rows are bound parameters, named in comments.
 *
 * @param columns - `name type` each; without them the columns that rules name for this table, as text
 * @throws MaskUsageError when no rule names a column of the table
 */
export function* sqlStatements(columns: readonly string[], source: KeyedSource): Generator<string> {
  const { rules, service, table } = source;
  const lists = rules.lists;
  const ruled = (columns.length > 0 ? columns.map(readColumn) : columnsOfRules(source)).flatMap((column) => {
    const rule = findRule(rules, { service, table, column: column.name });
    return rule === undefined ? [] : [{ ...column, template: rule.template }];
  });
  if (ruled.length === 0) throw new MaskUsageError(`No rule names a column of ${table}: name them with --columns "email text".`);
  yield "-- Functions and the key table, in a schema of their own.";
  yield* installSql().map(ended);
  yield `-- One row for each of these sub-keys (function/domain), bound as $1, $2, $3; a key never stands in a statement's text.`;
  for (const row of keyRows(
    source.keys,
    ruled.map(({ template }) => template),
  ))
    yield `--   ${row.function}/${row.domain}`;
  yield ended(insertKeySql("numbered"));
  yield "-- The table, rewritten in one pass: no old version of a row stays.";
  const changes = ruled.map(({ name, type, template }) => {
    const value = maskExpression(template, { sql: sqlName(name), type, lists });
    return `  ALTER COLUMN ${sqlName(name)} TYPE ${type} USING ${value}`;
  });
  yield ended(`ALTER TABLE ${table.split(".").map(sqlName).join(".")}\n${changes.join(",\n")}`);
  yield "-- What is left of it.";
  yield* dropSql().map(ended);
  yield ended(`ANALYZE ${table.split(".").map(sqlName).join(".")}`);
}

const ended = (sql: string): string => `${sql};`;

function readColumn(text: string): Column {
  const found = /^\s*([^\s]+)\s+([a-zA-Z][a-zA-Z0-9 (),[\]_]{0,60})\s*$/.exec(text);
  if (found === null)
    throw new MaskUsageError(`--columns takes a name and a type each, such as "email text": ${JSON.stringify(text)} has not both.`);
  return { name: found[1] ?? "", type: found[2] ?? "text" };
}

function columnsOfRules({ rules }: KeyedSource): Column[] {
  const names = rules.rules.flatMap(({ key }) => (key.kind === "column" ? [key.names.at(-1) ?? ""] : []));
  return [...new Set(names)].map((name) => ({ name, type: "text" }));
}
