/** Tests of tonight's cluster, over a connection of its own as an application has it. */
import pg from "pg";
import { type CandidateTest, equal, Failed } from "./test.ts";

const name = pg.escapeIdentifier;
const hasTables: CandidateTest["applies"] = ({ expected }) => expected.rows.size > 0;

const schema: CandidateTest = {
  name: "the schema has production's tables",
  applies: hasTables,
  run: async ({ pointer, expected }, { sql }) => {
    const found = await sql.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition`,
      [pointer.schema],
    );
    const names = new Set(found.rows.map((row) => row.name));
    const missing = [...expected.rows.keys()].filter((table) => !names.has(table));
    if (missing.length > 0) throw new Failed(`missing: ${missing.join(", ")}`);
    equal(`tables of ${pointer.schema}`, names.size, expected.rows.size);
  },
};

const counts: CandidateTest = {
  name: "every table has as many rows as production's",
  applies: hasTables,
  run: async ({ pointer, expected }, { sql }) => {
    for (const [table, rows] of expected.rows) {
      const found = await sql.query<{ n: string }>(`select count(*) as n from ${name(pointer.schema)}.${name(table)}`);
      equal(`rows of ${pointer.schema}.${table}`, Number(found.rows[0]?.n), rows);
    }
  },
};

interface ForeignKey {
  name: string;
  table: string;
  columns: string[];
  to_schema: string;
  to_table: string;
  to_columns: string[];
  validated: boolean;
}

const FOREIGN_KEYS = `
select k.conname as name, c.relname as table, fn.nspname as to_schema, f.relname as to_table, k.convalidated as validated,
       (select array_agg(a.attname::text order by u.o) from unnest(k.conkey) with ordinality u(n, o)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n) as columns,
       (select array_agg(a.attname::text order by u.o) from unnest(k.confkey) with ordinality u(n, o)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n) as to_columns
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
 where k.contype = 'f' and n.nspname = $1`;

const references: CandidateTest = {
  name: "every foreign key holds",
  applies: hasTables,
  run: async ({ pointer }, { sql }) => {
    const keys = await sql.query<ForeignKey>(FOREIGN_KEYS, [pointer.schema]);
    for (const key of keys.rows) {
      if (!key.validated) throw new Failed(`the foreign key ${key.name} is not validated`);
      const pairs = key.columns.map((column, i) => `a.${name(column)} = b.${name(key.to_columns[i] ?? "")}`).join(" and ");
      const given = key.columns.map((column) => `a.${name(column)} is not null`).join(" and ");
      const orphans = await sql.query<{ n: string }>(
        `select count(*) as n from ${name(pointer.schema)}.${name(key.table)} a
          where ${given} and not exists (select 1 from ${name(key.to_schema)}.${name(key.to_table)} b where ${pairs})`,
      );
      equal(`rows of ${key.table} that ${key.name} points nowhere`, Number(orphans.rows[0]?.n), 0);
    }
  },
};

const roundTrip: CandidateTest = {
  name: "a row is written and read back",
  applies: hasTables,
  run: async ({ pointer }, { sql }) => {
    const client = await sql.connect();
    try {
      await client.query("begin");
      await client.query(`create table ${name(pointer.schema)}.refresh_round_trip (id int primary key, word text)`);
      await client.query(`insert into ${name(pointer.schema)}.refresh_round_trip values (1, 'written')`);
      const read = await client.query<{ word: string }>(`select word from ${name(pointer.schema)}.refresh_round_trip where id = 1`);
      if (read.rows[0]?.word !== "written") throw new Failed("the row that was written did not come back");
    } finally {
      await client.query("rollback");
      client.release();
    }
  },
};

export const auroraTests: readonly CandidateTest[] = [schema, counts, references, roundTrip];
