/** Looks before masking whether masked rows keep what the schema demands: unique indexes, checks, partitions, domains. */
import type { Lists } from "../masking/engine/index.ts";
import { type DecidedTable, maskedColumns } from "./columns.ts";
import { type RunSql, StatementError } from "./data-api.ts";
import { fullName, quoteName, sqlName, type UniqueIndex } from "./inventory/index.ts";
import { maskedValue } from "./masked-value.ts";

/** One demand: how many masked rows break it, and what to say then. */
interface Demand {
  /** The columns that the condition reads. */
  readonly columns: readonly string[];
  /** A query for `n`, the rows or groups that break it, over the masked rows. */
  readonly count: (maskedRows: string) => string;
  readonly broken: (n: number) => string;
}

/**
 * The reasons why services cannot be masked: tonight's masked values would break a constraint in the middle of the night.
 *
 * @returns pairs of service and reason
 */
export async function findBroken(run: RunSql, tables: readonly DecidedTable[], lists: Lists): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const decided of tables) {
    const masked = new Map(maskedColumns(decided).map((column) => [column.name, column]));
    if (masked.size === 0) continue;
    const { service, table } = decided;
    for (const { columns, count, broken } of demandsOf(decided, new Set(masked.keys()))) {
      const read = table.columns.filter(({ name }) => columns.includes(name));
      const list = read.map(({ name }) => {
        const column = masked.get(name);
        return column === undefined ? quoteName(name) : `${maskedValue(decided, column, lists)} as ${quoteName(name)}`;
      });
      try {
        const [row] = await run(
          `look at the masked rows of ${fullName(table)}`,
          count(`(select ${list.join(", ")} from ${sqlName(table)}) masked`),
        );
        if (Number(row?.n) > 0) found.push([service, `${table.name}: ${broken(Number(row?.n))}`]);
      } catch (error) {
        // 23514: the cast to a domain refuses a masked value.
        if (!(error instanceof StatementError) || error.sqlState !== "23514") throw error;
        found.push([
          service,
          `${table.name}: a masked value of ${columns.join(", ")} breaks the check of its domain; declare a rule that fits it`,
        ]);
      }
    }
  }
  return found;
}

function demandsOf({ table, decisions }: DecidedTable, masked: ReadonlySet<string>): Demand[] {
  const isMasked = (name: string): boolean => masked.has(name);
  const isDistinct = (name: string): boolean => !isMasked(name) || decisions.get(name)?.checkDistinct === true;
  const unique = table.uniqueIndexes
    .filter(({ columns, ...index }) => columns.some(isMasked) && !(isPlain(index) && columns.every(isDistinct)))
    .map(uniqueDemand);
  const checks = table.checks.flatMap(({ name, columns, condition, validated }): Demand[] => {
    if (condition === undefined || !validated || !columns.some(isMasked)) return [];
    return [
      {
        columns,
        count: (rows) => `select count(*) as n from ${rows} where not (${condition})`,
        broken: (n) => `${n} masked rows would break the CHECK constraint ${name}; declare a rule that fits it`,
      },
    ];
  });
  const domains = table.columns.filter(
    ({ name, type, baseType }) =>
      isMasked(name) &&
      table.checks.some(({ condition, columns }) => condition === undefined && columns.includes(name)) &&
      type !== baseType,
  );
  return [...unique, ...checks, ...domains.map(({ name }) => domainDemand(name)), ...partitionDemand(table, masked)];
}

// Columns alone, without a predicate: what findCollisions counts is enough.
const isPlain = ({ expressions, predicate }: Omit<UniqueIndex, "columns">): boolean =>
  predicate === undefined && expressions.every((expression) => /^(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")*")$/.test(expression));

function uniqueDemand({ name, columns, expressions, predicate, nullsAreEqual }: UniqueIndex): Demand {
  const list = expressions.map((expression) => `(${expression})`);
  const conditions = [
    ...(predicate === undefined ? [] : [`(${predicate})`]),
    ...(nullsAreEqual ? [] : list.map((expression) => `${expression} is not null`)),
  ];
  const where = conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
  return {
    columns,
    count: (rows) => `select count(*) as n from (select 1 from ${rows}${where} group by ${list.join(", ")} having count(*) > 1) d`,
    broken: (n) => `${n} values of the unique index ${name} would occur more than once; declare rules that keep its columns apart`,
  };
}

function domainDemand(column: string): Demand {
  const name = quoteName(column);
  return { columns: [column], count: (rows) => `select count(${name}::text) * 0 as n from ${rows}`, broken: () => "" };
}

function partitionDemand({ partitioned, partitionConditions, columns }: DecidedTable["table"], masked: ReadonlySet<string>): Demand[] {
  if (!partitioned || masked.size === 0) return [];
  const fits = partitionConditions.map((condition) => `(${condition})`).join(" or ");
  return [
    {
      columns: columns.map(({ name }) => name),
      count: (rows) => `select count(*) as n from ${rows} where not coalesce(${fits === "" ? "false" : fits}, false)`,
      broken: (n) => `${n} masked rows would fit none of its partitions; add a default partition, or declare {{keep}} for its key`,
    },
  ];
}
