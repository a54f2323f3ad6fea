/** What the Aurora benchmark masks: generated people, and the rules of four of their columns. */

/** The schema of everything here, which is a service's name too. */
export const schema = "bench";

const columns = `id bigint not null, email text not null, ssn varchar(11), phone varchar(20), full_name text, birth_date date, profile jsonb, created_at timestamptz not null`;
const values = `i,
  'user' || i || '.' || substr(md5(i::text), 1, 6) || '@' || (array['corp.example', 'mail.example', 'post.example'])[1 + i % 3],
  lpad((i % 899 + 1)::text, 3, '0') || '-' || lpad((i % 99 + 1)::text, 2, '0') || '-' || lpad((i % 10000)::text, 4, '0'),
  '+1 ' || (200 + i % 700) || ' 555 ' || lpad((i % 10000)::text, 4, '0'),
  (array['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Niklaus', 'José'])[1 + i % 8] || ' ' || initcap(substr(md5((i * 7)::text), 1, 8)),
  date '1940-01-01' + (i * 37 % 27000)::int,
  jsonb_build_object('labels', jsonb_build_array('a', 'b', i % 7), 'score', i % 1000, 'text', repeat('lorem ipsum ', (i % 5)::int)),
  timestamptz '2020-01-01' + (i % 200000) * interval '10 min'`;

/** Rules that mask four columns and keep the others. */
export const rulesFile = {
  email: "test+{{hash}}@example.com",
  ssn: "{{hash:11}}",
  phone: "{{hash}}",
  full_name: "{{hash}}",
  birth_date: "{{keep}}",
  profile: "{{keep}}",
};

/** The statements that make a table of people, of whom no two have the same e-mail address. */
export function peopleSql(table: string, rows: number, { unique }: { readonly unique: boolean }): readonly string[] {
  const name = `${schema}.${table}`;
  return [
    `create schema if not exists ${schema}`,
    `create table ${name} (${columns})`,
    `insert into ${name} select ${values} from generate_series(1, ${rows}) i`,
    `alter table ${name} add primary key (id)`,
    ...(unique ? [`create unique index on ${name} (email)`] : []),
    `vacuum (analyze) ${name}`,
  ];
}
