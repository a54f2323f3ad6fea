/** Plans the statements that mask the clone: whole tables are rewritten, so no old version of a row stays anywhere. */
import { ledger, type Statement } from "../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import { type Lists, parseTemplate } from "../masking/engine/index.ts";
import { maskExpression } from "../masking/sql/index.ts";
import type { DecidedTable } from "./columns.ts";
import { type ForeignKey, type Inventory, quoteName, quoteText, type Table, type View } from "./inventory.ts";

/**
 * The statements, in order: views away, tables rewritten (tables that foreign keys join in one atomic statement), views
 * back, statistics made anew.
 *
 * `ALTER … USING` leaves no dead tuples, fires no triggers, passes row security, rebuilds every index and may change both
 * ends of a foreign key at once.
 *
 * @param tables - the tables of the services that are not held
 */
export function planStatements(tables: readonly DecidedTable[], inventory: Inventory, lists: Lists): Statement[] {
  const rewritten = tables.filter((table) => maskedColumns(table).length > 0);
  const schemas = new Set(tables.map(({ table }) => table.schema));
  const views = inventory.views.filter(({ schema }) => schemas.has(schema));
  const statements: Statement[] = [];
  const add = (strategy: string, table: string, sql: (id: string) => string): void => {
    const id = `${String(statements.length + 1).padStart(4, "0")}-${strategy}`;
    statements.push({ id, table: table.length > 260 ? "" : table, strategy, sql: sql(id), ddl: true });
  };
  for (const view of [...views].reverse()) add("drop-view", fullName(view), () => dropView(view));
  for (const group of joined(rewritten)) {
    add("rewrite", group.map(({ table }) => fullName(table)).join(", "), (id) => rewrite(id, group, tables, lists));
  }
  for (const view of views) add("create-view", fullName(view), (id) => atomic(id, [createView(view)]));
  for (const { table } of rewritten) add("analyze", fullName(table), () => `analyze ${sqlName(table)}`);
  return statements;
}

/** The columns of a table that get another value. */
export function maskedColumns({ table, decisions }: DecidedTable): { name: string; type: string; baseType: string; template: string }[] {
  return table.columns.flatMap(({ name, type, baseType }) => {
    const template = decisions.get(name)?.template;
    return template === undefined ? [] : [{ name, type, baseType, template }];
  });
}

const fullName = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`;
const sqlName = ({ schema, name }: { schema: string; name: string }): string => `${quoteName(schema)}.${quoteName(name)}`;
const dropView = (view: View): string => `drop ${view.materialized ? "materialized view" : "view"} if exists ${sqlName(view)}`;
const createView = (view: View): string =>
  `create ${view.materialized ? "materialized view" : "view"} ${sqlName(view)} as ${view.definition.replace(/;\s*$/, "")}`;

/** One `DO` block: foreign keys away, every table rewritten in one pass, foreign keys back and checked. */
function rewrite(id: string, group: readonly DecidedTable[], all: readonly DecidedTable[], lists: Lists): string {
  const keys = touchedKeys(group, all);
  const statements = [
    ...keys.map(({ table, key }) => `alter table ${sqlName(table)} drop constraint ${quoteName(key.name)}`),
    ...group.map((decided) => {
      const columns = maskedColumns(decided).map(({ name, type, baseType, template }) => {
        const value = maskExpression(parseTemplate(template), { sql: quoteName(name), type, baseType, lists });
        return `alter column ${quoteName(name)} type ${type} using ${value}`;
      });
      return `alter table ${sqlName(decided.table)} ${columns.join(", ")}`;
    }),
    ...keys.map(({ table, key }) => `alter table ${sqlName(table)} add constraint ${quoteName(key.name)} ${key.definition}`),
  ];
  return atomic(id, statements);
}

/** A `DO` block: all statements or none, and the row in the ledger by which its end is known however long it takes. */
function atomic(id: string, statements: readonly string[]): string {
  const all = [...statements, `insert into ${ledger.table} (id) values (${quoteText(id)})`];
  return `do ${dollarQuoted(`begin\n${all.map((sql) => `execute ${quoteText(sql)};`).join("\n")}\nend`)}`;
}

function dollarQuoted(body: string): string {
  let tag = "$refresh$";
  for (let i = 0; body.includes(tag); i++) tag = `$refresh${i}$`;
  return `${tag}${body}${tag}`;
}

/** The foreign keys with a masked column at either end. */
function touchedKeys(group: readonly DecidedTable[], all: readonly DecidedTable[]): { table: Table; key: ForeignKey }[] {
  const masked = new Set(group.flatMap((decided) => maskedColumns(decided).map(({ name }) => `${fullName(decided.table)}.${name}`)));
  return all.flatMap(({ table }) =>
    table.foreignKeys
      .filter(
        (key) =>
          key.columns.some((column) => masked.has(`${fullName(table)}.${column}`)) ||
          key.toColumns.some((column) => masked.has(`${key.toSchema}.${key.toTable}.${column}`)),
      )
      .map((key) => ({ table, key })),
  );
}

/** Tables in groups: those that a foreign key joins, directly or over others, stand together. */
function joined(tables: readonly DecidedTable[]): DecidedTable[][] {
  const groups = new Map(tables.map((decided) => [fullName(decided.table), [decided]]));
  for (const { table } of tables) {
    for (const key of table.foreignKeys) {
      const from = groups.get(fullName(table));
      const to = groups.get(`${key.toSchema}.${key.toTable}`);
      if (!from || !to || from === to) continue;
      from.push(...to);
      for (const moved of to) groups.set(fullName(moved.table), from);
    }
  }
  return [...new Set(groups.values())];
}
