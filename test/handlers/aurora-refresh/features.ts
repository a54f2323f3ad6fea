/** Schemas with one feature of PostgreSQL each, and how their tables are masked. */

import type { UpdateLimits } from "../../../handlers/aurora-refresh/strategies/index.ts";

/** A schema `s` with rows; what is masked and how. */
export interface Feature {
  readonly name: string;
  readonly sql: string;
  readonly rules?: object;
  /** By table; "held" with the beginning of the sentence otherwise. */
  readonly strategies?: Readonly<Record<string, string>>;
  readonly held?: string;
  /** Rows from which on a table is updated in chunks, and the rows of a chunk. */
  readonly limits?: UpdateLimits;
  /** Other schemas that must stay as they are. */
  readonly also?: readonly string[];
  /** It needs a database of its own: what it does is not confined to its schema. */
  readonly alone?: boolean;
}

const rows = "(1, 'Ana López', 'ana@corp.example'), (2, 'Bo', 'bo@corp.example'), (3, null, 'c@corp.example')";
const people = `create table s.people (id int primary key, name text, email varchar(80) not null); insert into s.people values ${rows};`;
const email = { email: "test+{{hash}}@example.com" };

export const features: readonly Feature[] = [
  { name: "a plain table", sql: people, rules: email, strategies: { people: "rewrite" } },
  { name: "an empty table", sql: "create table s.empty (id int, name text, tags text[], doc jsonb)", strategies: { empty: "rewrite" } },
  {
    name: "a table without a primary key, with equal rows",
    sql: "create table s.log (line text); insert into s.log values ('a b c'), ('a b c'), (null)",
    strategies: { log: "rewrite" },
  },
  { name: "nothing to mask", sql: "create table s.t (id int, n numeric, ok boolean, at timestamptz, u uuid)", strategies: { t: "none" } },
  {
    name: "composite natural keys over three tables",
    sql: `create table s.a (country text, code text, label text, primary key (country, code));
      create table s.b (country text, code text, n int, primary key (country, code, n), foreign key (country, code) references s.a on update cascade);
      create table s.c (country text, code text, n int, note text, foreign key (country, code, n) references s.b (country, code, n));
      comment on constraint b_country_code_fkey on s.b is 'to a';
      insert into s.a values ('ES', 'X-100', 'one'), ('FR', 'X-100', 'two'); insert into s.b values ('ES', 'X-100', 1), ('FR', 'X-100', 2); insert into s.c values ('ES', 'X-100', 1, 'hello')`,
    strategies: { a: "rewrite", b: "rewrite", c: "rewrite" },
  },
  {
    name: "a reference to itself, and cyclic deferrable keys",
    sql: `create table s.a (code text primary key, boss text references s.a (code), b text); create table s.b (code text primary key, a text references s.a (code) deferrable initially deferred);
      alter table s.a add constraint to_b foreign key (b) references s.b (code) deferrable initially deferred;
      begin; insert into s.a values ('AA-1111', null, 'BB-1111'), ('AA-2222', 'AA-1111', null); insert into s.b values ('BB-1111', 'AA-2222'); commit`,
    strategies: { a: "rewrite", b: "rewrite" },
  },
  {
    name: "a foreign key and a check that are not valid",
    sql: `${people} create table s.visits (email varchar(80), n int); insert into s.visits values ('nobody@corp.example', -1), ('bo@corp.example', 1);
      alter table s.people add unique (email); alter table s.visits add foreign key (email) references s.people (email) not valid, add constraint positive check (n > 0) not valid`,
    rules: email,
    strategies: { people: "rewrite", visits: "rewrite" },
  },
  {
    name: "a copied table with a check that is not valid",
    sql: `create table s.t (name text, n int, upper_name text generated always as (upper(name)) stored); insert into s.t values ('Ana', -1), ('Bo', 1); alter table s.t add constraint positive check (n > 0) not valid`,
    strategies: { t: "copy" },
  },
  {
    name: "citext, domains with checks, enums",
    sql: `create extension if not exists citext schema public; create domain s.mail as text check (value like '%@%'); create domain s.word as varchar(20) not null; create type s.mood as enum ('ok', 'bad');
      create table s.t (id int, login public.citext unique, mail s.mail, word s.word, mood s.mood, moods s.mood[]); insert into s.t values (1, 'Ana', 'ana@corp.example', 'Hello', 'ok', '{ok,bad}'), (2, 'BO', null, 'x', null, null)`,
    rules: { mail: "test+{{hash}}@example.com" },
    strategies: { t: "rewrite" },
  },
  {
    name: "a rule that breaks a domain's check",
    sql: "create domain s.mail as text check (value like '%@%'); create table s.t (mail s.mail); insert into s.t values ('ana@corp.example')",
    rules: { mail: "{{hash}}" },
    held: "t: a masked value of mail breaks the check of its domain",
  },
  {
    name: "a rule that breaks a check",
    sql: "create table s.t (mail text, constraint at_sign check (mail like '%@%')); insert into s.t values ('ana@corp.example'), ('b@c')",
    rules: { mail: "{{hash}}" },
    held: "t: 2 masked rows would break the CHECK constraint at_sign",
  },
  {
    name: "exclusion constraints",
    sql: `create extension if not exists btree_gist schema public; create table s.bookings (room text, during tstzrange, guest text, exclude using gist (room with =, during with &&));
      insert into s.bookings values ('Room A', '[2026-01-01,2026-01-02)', 'Ana'), ('Room B', '[2026-01-01,2026-01-02)', 'Bo')`,
    strategies: { bookings: "rewrite" },
  },
  {
    name: "an exclusion by another operator",
    sql: "create extension if not exists btree_gist schema public; create table s.t (name text, exclude using gist (name with <>)); insert into s.t values ('Ana'), ('Ana')",
    held: "t cannot be masked: the exclusion constraint t_name_excl compares masked values by more than equality",
  },
  {
    name: "partitions by a key that stays",
    sql: `create table s.events (id int, kind text, who text, primary key (id)) partition by range (id); create table s.events_1 partition of s.events for values from (0) to (10);
      create table s.events_2 (who text, id int not null, kind text); alter table s.events attach partition s.events_2 for values from (10) to (20); create table s.events_rest partition of s.events default;
      create index on s.events (who); comment on table s.events_2 is 'second'; alter table s.events_1 alter column who set storage external;
      insert into s.events values (1, 'a b', 'Ana'), (11, 'c', 'Bo'), (99, 'd', null)`,
    strategies: { events: "copy" },
  },
  {
    name: "partitions of equal form by a key that stays",
    sql: `create table s.events (id int, kind text, who text, primary key (id)) partition by range (id); create table s.events_1 partition of s.events for values from (0) to (10); create table s.events_2 partition of s.events for values from (10) to (20);
      create index on s.events (who); comment on index s.events_1_who_idx is 'first'; comment on table s.events_2 is 'second'; alter table s.events_1 alter column who set storage external; create index own on s.events_2 (kind); create index custom on s.events_2 (lower(who)); create index on s.events (lower(who));
      insert into s.events values (1, 'a b', 'Ana'), (11, 'c', 'Bo')`,
    strategies: { events: "rewrite" },
  },
  {
    name: "partitions by a masked key",
    sql: `create table s.people (id int, name text not null, note text, primary key (id, name)) partition by hash (name); create table s.people_0 partition of s.people for values with (modulus 2, remainder 0);
      create table s.people_1 partition of s.people for values with (modulus 2, remainder 1); insert into s.people select n, 'Person number ' || n, 'note' from generate_series(1, 40) n`,
    strategies: { people: "copy" },
  },
  {
    name: "partitions by a masked list with a default, in two levels, with triggers of a partition",
    sql: `create table s.t (city text, born date, name text) partition by list (city); create table s.t_x partition of s.t for values in ('Madrid', 'Paris') partition by range (born); create table s.t_x1 partition of s.t_x for values from (minvalue) to (maxvalue);
      create table s.t_rest partition of s.t default; create table s.audit (what text); create function s.note() returns trigger language plpgsql as $$ begin insert into s.audit values (to_jsonb(new)::text); return new; end $$;
      create trigger own after insert or update on s.t_rest for each row execute function s.note(); create trigger all_of_them before insert on s.t for each row execute function s.note(); alter table s.t enable always trigger all_of_them;
      set session_replication_role = replica; insert into s.t values ('Madrid', '1980-02-03', 'Ana'), ('Rome', '1990-02-03', 'Bo'); set session_replication_role = origin; truncate s.audit`,
    strategies: { t: "copy", audit: "rewrite" },
  },
  {
    name: "a masked key that fits no partition",
    sql: "create table s.t (city text, name text) partition by list (city); create table s.t_x partition of s.t for values in ('Madrid'); insert into s.t values ('Madrid', 'Ana')",
    held: "t: 1 masked rows would fit none of its partitions",
  },
  {
    name: "inheritance",
    sql: `create table s.people (id int, name text); create table s.staff (badge text, primary key (id)) inherits (s.people); create table s.bosses (car text) inherits (s.staff);
      insert into s.people values (1, 'Ana'), (2, 'Bo'); insert into s.staff values (3, 'Carl', 'B-1'); insert into s.bosses values (4, 'Dora', 'B-2', 'Fiat')`,
    rules: { badge: "{{format}}" },
    strategies: { people: "copy", staff: "copy", bosses: "copy" },
  },
  {
    name: "inheritance with two rules for one column",
    sql: "create table s.people (name text); create table s.staff () inherits (s.people)",
    rules: { "staff.name": "{{hash}}" },
    held: "staff.name is inherited from s.people",
  },
  {
    name: "generated and identity columns, and sequences",
    sql: `create table s.t (id int generated always as identity primary key, other int generated by default as identity, serial serial, first text, last text, whole text generated always as (first || ' ' || last) stored);
      create index on s.t (whole); insert into s.t (first, last) values ('Ana', 'Lopez'), ('Bo', null)`,
    strategies: { t: "copy" },
  },
  {
    name: "identity columns in a rewritten table",
    sql: "create table s.t (id int generated always as identity (start 7) primary key, first text default 'x'); insert into s.t (first) values ('Ana')",
    strategies: { t: "rewrite" },
  },
  {
    name: "triggers: of a column, with a condition, of an audit",
    sql: `${people} create table s.audit (at timestamptz default now(), what jsonb); create function s.note() returns trigger language plpgsql as $$ begin insert into s.audit (what) values (to_jsonb(new)); return new; end $$;
      create trigger on_mail after update of email on s.people for each row execute function s.note(); comment on trigger on_mail on s.people is 'mails';
      create trigger on_name after update on s.people for each row when (old.name is distinct from new.name) execute function s.note(); alter table s.people disable trigger on_name;
      create constraint trigger later after insert on s.people deferrable initially deferred for each row execute function s.note(); alter table s.people enable replica trigger later;
      update s.people set email = 'bo.new@corp.example' where id = 2`,
    rules: email,
    strategies: { people: "rewrite", audit: "rewrite" },
  },
  {
    name: "an audit trigger on a copied table, and a rule of it",
    sql: `create table s.people (id int primary key, name text, shout text generated always as (upper(name)) stored); create table s.audit (what text); create function s.note() returns trigger language plpgsql as $$ begin insert into s.audit values (to_jsonb(new)::text); return null; end $$;
      create trigger audit after insert or update or delete on s.people for each row execute function s.note(); create trigger emptied before truncate on s.people execute function s.note(); alter table s.people enable always trigger audit;
      create rule twice as on insert to s.people do also insert into s.audit values (new.name); insert into s.people values (1, 'Ana')`,
    strategies: { people: "copy", audit: "copy" },
  },
  {
    name: "event triggers",
    sql: `${people} create table s.ddl (tag text); create function s.note_ddl() returns event_trigger language plpgsql as $$ begin insert into s.ddl values (tg_tag); end $$;
      create event trigger on_ddl on ddl_command_end execute function s.note_ddl(); alter event trigger on_ddl enable always; create function s.refuse() returns event_trigger language plpgsql as $$ begin raise exception 'no rewrite'; end $$;
      create event trigger on_rewrite on table_rewrite execute function s.refuse(); truncate s.ddl`,
    rules: { ...email, tag: "{{keep}}" },
    alone: true,
    strategies: { people: "rewrite", ddl: "none" },
  },
  {
    name: "row-level security, forced, with policies of two tables",
    sql: `${people} create table s.own (id int, name text); insert into s.own values (1, 'Ana'); alter table s.people enable row level security, force row level security;
      create policy mine on s.people for select to reader, public using (email = current_user or name is null); create policy writes on s.people as restrictive for insert with check (length(name) > 1); comment on policy mine on s.people is 'own rows';
      alter table s.own enable row level security; create policy over_people on s.own using (exists (select 1 from s.people p where p.name = own.name))`,
    rules: email,
    strategies: { people: "rewrite", own: "rewrite" },
  },
  {
    name: "row-level security forced on a copied table",
    sql: `create table s.people (id int, name text, shout text generated always as (upper(name)) stored); insert into s.people values (1, 'Ana'), (2, 'Bo'); alter table s.people enable row level security, force row level security; create policy none on s.people using (shout = 'X')`,
    strategies: { people: "copy" },
  },
  {
    name: "views over views with grants, comments, options, rules and triggers",
    sql: `${people} create view s.mails with (security_barrier = true) as select id, email from s.people; create view s.few with (check_option = cascaded, security_invoker = true) as select * from s.mails where id < 10;
      alter view s.mails alter column id set default 5; grant select on s.mails to reader with grant option; grant select (email), update (email) on s.few to public; comment on view s.few is 'a few'; comment on column s.few.email is 'its mail'; alter view s.mails owner to app_owner; grant usage, create on schema s to app_owner; grant select on s.people to app_owner;
      create function s.instead() returns trigger language plpgsql as $$ begin return null; end $$; create trigger on_write instead of update on s.mails for each row execute function s.instead(); create rule on_delete as on delete to s.few do instead nothing;
      create view s."Mixed ""View""" as select f.email as "E-Mail", count(*) from s.few f join s.people p using (id) group by 1; create schema if not exists reports; create view reports.by_key as select p.* from s.people p group by p.id`,
    rules: email,
    also: ["reports"],
    strategies: { people: "rewrite" },
  },
  {
    name: "large tables, updated in chunks",
    sql: `create table s.people (a int, b uuid default gen_random_uuid(), name text, note text, upper_name text generated always as (upper(name)) stored, primary key (b, a)) with (fillfactor = 90); create table s.audit (what text);
      create function s.note() returns trigger language plpgsql as $$ begin insert into s.audit values (new.name); return new; end $$; create trigger audit before update on s.people for each row execute function s.note();
      alter table s.people enable row level security, force row level security; create policy none on s.people using (name = 'X'); create view s.v as select name from s.people; create materialized view s.m as select * from s.v;
      insert into s.people (a, name) select n, 'Person number ' || n from generate_series(1, 35) n; create table s.other (code text primary key, name text unique); insert into s.other select 'Code ' || n, 'Name ' || n from generate_series(1, 20) n; create table s.visits (id int primary key, code text references s.other); insert into s.visits select n, 'Code ' || n from generate_series(1, 20) n; create index late on s.visits (code); alter table s.visits cluster on late`,
    limits: { tableRows: 10, chunkRows: 10 },
    alone: true,
    strategies: { people: "update", audit: "rewrite", other: "rewrite", visits: "update" },
  },
  {
    name: "default privileges on views",
    sql: `alter default privileges in schema s grant all on tables to reader; ${people} create view s.v as select * from s.people; revoke all on s.v from reader; create view s.w as select * from s.people`,
    rules: email,
    strategies: { people: "rewrite" },
  },
  {
    name: "materialized views with indexes, comments and statistics",
    sql: `${people} create materialized view s.m with (fillfactor = 70) as select id, email, name from s.people; create unique index by_id on s.m (id); create index on s.m (lower(email)) where id > 1; comment on index s.by_id is 'key'; alter materialized view s.m cluster on by_id;
      create statistics s.pairs on id, email from s.m; alter materialized view s.m alter column email set statistics 500; grant select on s.m to reader; create view s.over as select email from s.m; create materialized view s.none as select * from s.over with no data; comment on materialized view s.m is 'all'`,
    rules: email,
    strategies: { people: "rewrite" },
  },
  {
    name: "a materialized view over a copied table",
    sql: `create table s.people (id int, name text, shout text generated always as (upper(name)) stored); insert into s.people values (1, 'Ana'), (2, 'Bo'); create view s.v as select shout from s.people; create materialized view s.m as select * from s.v; create index on s.m (shout); create materialized view s.empty as select * from s.v with no data`,
    strategies: { people: "copy" },
  },
  {
    name: "a view that a function uses, and a function whose body reads the table",
    sql: `${people} create view s.v as select email from s.people; create function s.of(s.v) returns text language sql as 'select $1.email'; create table s.own (name text); insert into s.own values ('Ana');
      create function s.names() returns setof text language sql begin atomic select name from s.own; end; create function s.text_body() returns setof text language sql as 'select email from s.people'`,
    rules: email,
    strategies: { people: "copy", own: "copy" },
  },
  {
    name: "functional, partial and unique indexes, statistics objects, storage and collations",
    sql: `create table s.t (id int, email text collate "C", name text compression pglz, code text, gone boolean, primary key (id) include (code)); create unique index on s.t (lower(email)) where not gone; create index on s.t ((name || code) text_pattern_ops) with (fillfactor = 80); create index named on s.t (upper(name)); alter index s.named alter column 1 set statistics 300; comment on index s.named is 'by name';
      alter table s.t alter column name set storage main, alter column code set statistics 10, alter column code set (n_distinct = 5), cluster on t_pkey; create statistics s.corr (dependencies) on name, code from s.t; comment on statistics s.corr is 'both'; alter statistics s.corr set statistics 77; create statistics s.expr on (lower(name)) from s.t; create unique index identity on s.t (id); alter table s.t replica identity using index identity;
      insert into s.t values (1, 'Ana@corp.example', 'Ana', 'X', false), (2, 'ana@corp.example', 'Ana', 'X', true)`,
    strategies: { t: "rewrite" },
  },
  {
    name: "a unique index over an expression that would break",
    sql: "create table s.t (name text); create unique index one on s.t (left(name, 1)); insert into s.t values ('Ana'), ('Bo')",
    rules: { name: "Customer {{hash}}" },
    held: "t: 1 values of the unique index one would occur more than once",
  },
  {
    name: "arrays, element by element",
    sql: `create domain s.tags as text[]; create table s.t (id int, tags text[], codes varchar(20)[] not null, days date[], n int[], own s.tags); insert into s.t values (1, '{"Ana López",null,""}', '{A-1,B-2}', '{2024-05-06}', '{1,2}', '{x y}'), (2, '{}', '{}', null, null, null)`,
    rules: { codes: "{{format}}" },
    strategies: { t: "rewrite" },
  },
  {
    name: "arrays of two dimensions",
    sql: "create table s.t (tags text[]); insert into s.t values ('{{a,b},{c,d}}')",
    held: "t.tags has arrays of more than one dimension",
  },
  {
    name: "jsonb and json by path",
    sql: `create table s.t (id int primary key, profile jsonb, raw json not null, kept jsonb); insert into s.t values
      (1, '{"email": "ana@corp.example", "age": 40, "vip": true, "contacts": [{"phone": "555 0100", "kind": "home"}, {"phone": null}], "address": {"city": "León", "zip": 12345678901234567890, "lines": ["a b", ""]}, "ana@corp.example": "x", "phone": 5550100, "score": 1.50}', '{"status": "open", "who": {"email": "Bo@Corp.example"}}', '{"a": "b", "email": "c@d.example"}'),
      (2, '[]', '"only a text"', '{"a": 1}'), (3, null, '{"n": [1, 2.5, "three", false, null, [], {}]}', null)`,
    rules: {
      ...email,
      "profile.contacts[*].phone": "+1-555-01{{last:2}}",
      status: "{{keep}}",
      kept: "{{keep}}",
      "address.city": "{{null}}",
      zip: "{{perm:nz}}",
    },
    strategies: { t: "rewrite" },
  },
  {
    name: "hstore, tsvector, bytea, xml, inet",
    sql: String.raw`create extension if not exists hstore schema public; create table s.t (h public.hstore, v tsvector, b bytea not null, x xml, i inet, c cidr); insert into s.t values ('"e mail"=>"ana@corp.example", "say \"hi\""=>"back\\slash", none=>NULL', 'ana lopez', '\x616e61', '<a>Ana</a>', '10.1.2.3', '10.1.0.0/16'), ('', null, '', null, null, null)`,
    strategies: { t: "rewrite" },
  },
  {
    name: "foreign tables",
    sql: `${people} create extension if not exists postgres_fdw; create server elsewhere foreign data wrapper postgres_fdw; create foreign table s.far (name text) server elsewhere`,
    rules: email,
    held: "far is a foreign table",
  },
  { name: "unlogged tables", sql: "create unlogged table s.t (name text); insert into s.t values ('Ana')", strategies: { t: "rewrite" } },
  {
    name: "publications with columns and conditions",
    sql: `${people} create table s.own (id int primary key, name text); insert into s.own values (1, 'Ana'); create publication p for table s.people (id, email), s.own where (name <> 'Bo'); alter table s.own replica identity full`,
    rules: email,
    strategies: { people: "copy", own: "copy" },
  },
  {
    name: "a row type in another table, and a table of a type",
    sql: `${people} create table s.kept (id int, who s.people); create type s.pair as (a text, b text); create table s.pairs of s.pair; insert into s.pairs values ('Ana', 'Bo')`,
    rules: email,
    strategies: { people: "copy", kept: "rewrite", pairs: "copy" },
  },
  {
    name: "reserved words, mixed case, quotes and dollars in names",
    sql: `create table s."Order ""Items""" ("select" text, "User's Name" text, "$refresh$" text, "Ünï" varchar(30) unique); comment on column s."Order ""Items"""."User's Name" is 'it''s one'; grant select ("User's Name") on s."Order ""Items""" to reader;
      create view s."table" as select "select" as "from" from s."Order ""Items"""; insert into s."Order ""Items""" values ('Ana', 'Bo', 'Carl', 'Dora')`,
    strategies: { 'Order "Items"': "rewrite" },
  },
  {
    name: "comments, grants and owners of tables and columns",
    sql: `${people} comment on table s.people is 'all of them'; comment on column s.people.email is 'mail'; grant select (email), update (email) on s.people to reader; grant insert on s.people to app_owner with grant option; alter table s.people owner to app_owner`,
    rules: email,
    strategies: { people: "rewrite" },
  },
  {
    name: "a foreign key from a schema of no service",
    sql: `create schema other; create table s.t (code text primary key); create table other.u (code text references s.t); insert into s.t values ('AAAA')`,
    held: "t cannot be masked: the foreign key u_code_fkey of other.u, which belongs to no service",
  },
  {
    name: "foreign keys from and to partitioned tables",
    sql: `create table s.a (code text primary key) partition by hash (code); create table s.a0 partition of s.a for values with (modulus 1, remainder 0); create table s.b (code text references s.a, other text unique); create table s.c (other text references s.b (other), id int) partition by range (id); create table s.c0 partition of s.c default;
      insert into s.a values ('Code-1'), ('Code-2'); insert into s.b values ('Code-1', 'Other-1'); insert into s.c values ('Other-1', 1)`,
    strategies: { a: "copy", b: "rewrite", c: "rewrite" },
  },
  {
    name: "1,600 columns",
    sql: `do $$ begin execute 'create table s.wide (' || (select string_agg(format('a_rather_long_name_of_a_column_for_people_%s text', n), ', ') from generate_series(1, 1600) n) || ')'; end $$; insert into s.wide (a_rather_long_name_of_a_column_for_people_1, a_rather_long_name_of_a_column_for_people_1600) values ('Ana', 'Bo')`,
    strategies: { wide: "rewrite" },
  },
];
