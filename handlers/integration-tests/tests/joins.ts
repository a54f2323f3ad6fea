/** Tests that a person is still the same person in every store: the masked values of one store are found in another. */
import pg from "pg";
import { type CandidateTest, Failed } from "./test.ts";

const name = pg.escapeIdentifier;
/** Items and e-mails that are compared: enough to see a broken join, few enough for any size. */
const sampleSize = 200;

const tables = `
select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
   and a.attname = any($2) and a.atttypid in ('text'::regtype, 'varchar'::regtype)`;

const joins: CandidateTest = {
  name: "what joined in production between DynamoDB and Aurora joins again",
  applies: ({ expected }) => expected.rows.size > 0 && expected.items.size > 0,
  run: async (candidate, { sql }) => {
    for (const [table, joined] of candidate.expected.joins) {
      const tonight = candidate.pointer.tables[table];
      if (tonight === undefined) throw new Failed(`the pointer names no table for ${table}`);
      const items = await candidate.sampleOf(tonight, sampleSize);
      const attributes = [...new Set(items.flatMap((item) => Object.keys(item)))];
      const places = await sql.query<{ table: string; column: string }>(tables, [candidate.pointer.schema, attributes]);
      let found = 0;
      for (const place of places.rows) {
        const values = items.flatMap((item) => item[place.column]?.S ?? []);
        const matches = await sql.query<{ n: string }>(
          `select count(distinct ${name(place.column)}) as n from ${name(candidate.pointer.schema)}.${name(place.table)} where ${name(place.column)} = any($1)`,
          [values],
        );
        found += Number(matches.rows[0]?.n);
      }
      if (joined && found === 0)
        throw new Failed(`${table} had values in common with ${candidate.pointer.schema} in production and has none tonight`);
    }
  },
};

export const joinTests: readonly CandidateTest[] = [joins];
