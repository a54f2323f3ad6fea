/**
 * What the RDS Data API answers: a statement with its parameters, and AWS's answer.
 * The tables are made once: `item (id serial, code varchar(10) not null, price numeric(8,2), key uuid)`, `child (id int, item int references item)`.
 */
import type { ExecuteStatementCommandInput, Field, TypeHint } from "@aws-sdk/client-rds-data";

export type Answer =
  | { readonly value: Field }
  | { readonly rows: readonly (readonly Field[])[]; readonly updated?: number }
  | { readonly json: string }
  | { readonly updated: number }
  | { readonly error: string; readonly message: string | RegExp };

export type Case = {
  readonly sql: string;
  /** `[value, typeHint]` by name. */
  readonly given?: Readonly<Record<string, readonly [Field, TypeHint?]>>;
  readonly more?: Partial<ExecuteStatementCommandInput>;
  readonly answer: Answer;
};

const text = (stringValue: string): Field => ({ stringValue });
const long = (longValue: number): Field => ({ longValue });
const database = (message: string): Answer => ({ error: "DatabaseErrorException", message });
const bad = (message: string): Answer => ({ error: "BadRequestException", message });
const unsupported = (type: string): Answer => ({
  error: "UnsupportedResultException",
  message: `The result contains the unsupported data type ${type}.`,
});

const typeOf = (value: Field, hint: TypeHint | undefined, type: string): Case => ({
  sql: "select pg_typeof(:v)::text",
  given: { v: hint === undefined ? [value] : [value, hint] },
  answer: { value: text(type) },
});
const back = (value: Field, hint?: TypeHint, answer: Field = value): Case => ({
  sql: "select :v",
  given: { v: hint === undefined ? [value] : [value, hint] },
  answer: { value: answer },
});
const refused = (value: Field, hint: TypeHint | undefined, answer: Answer): Case => ({
  sql: "select :v",
  given: { v: hint === undefined ? [value] : [value, hint] },
  answer,
});

const UUID = "8c5a3b8e-9c1e-4a51-9b62-0d5f5b6f3a11";
const one = { v: [long(1)] } as const;
const decimals = { resultSetOptions: { decimalReturnType: "DOUBLE_OR_LONG" } } as const;
const longsAsText = { resultSetOptions: { longReturnType: "STRING" } } as const;
const json = { formatRecordsAs: "JSON" } as const;

export const CASES: Readonly<Record<string, readonly Case[]>> = {
  "the type of a bound value": [
    typeOf(text("x"), undefined, "character varying"),
    typeOf(long(5), undefined, "bigint"),
    typeOf({ doubleValue: 1.5 }, undefined, "double precision"),
    typeOf({ booleanValue: true }, undefined, "boolean"),
    typeOf({ blobValue: new Uint8Array([1]) }, undefined, "bytea"),
    typeOf(text("{}"), "JSON", "jsonb"),
    typeOf(text(UUID), "UUID", "uuid"),
    typeOf(text("2026-11-24 02:03:04"), "TIMESTAMP", "timestamp without time zone"),
    typeOf(text("2026-11-24"), "DATE", "date"),
    typeOf(text("02:03:04"), "TIME", "time without time zone"),
    typeOf(text("1.10"), "DECIMAL", "numeric"),
    { sql: "select pg_typeof(coalesce(:v, 1))::text", given: { v: [{ isNull: true }] }, answer: { value: text("integer") } },
  ],
  "a value that goes and comes back": [
    back(text('O\'Brien "q" \\ 😀')),
    back(text("")),
    back(long(-9007199254740991)),
    back({ doubleValue: 1e-7 }),
    back({ doubleValue: Number.NaN }),
    back({ doubleValue: Number.NEGATIVE_INFINITY }),
    back({ booleanValue: false }),
    back({ blobValue: new Uint8Array([0, 128, 255]) }),
    back({ isNull: true }),
    back({ isNull: true }, "UUID"),
    back(text("12345678901234567890.10"), "DECIMAL"),
    back(text('{"b":1,"a":2}'), "JSON", text('{"a": 2, "b": 1}')),
    back(text(UUID.toUpperCase()), "UUID", text(UUID)),
    back(text("2026-11-24T02:03:04.5"), "TIMESTAMP", text("2026-11-24 02:03:04.5")),
  ],
  "a value that is refused": [
    refused({ arrayValue: { stringValues: ["a"] } }, undefined, bad("Array parameters are not supported.")),
    refused(text("x"), "UUID", database('ERROR: invalid input syntax for type uuid: "x"; SQLState: 22P02')),
    refused(text("{"), "JSON", database("ERROR: invalid input syntax for type json; SQLState: 22P02")),
    refused(text("1,5"), "DECIMAL", database('ERROR: invalid input syntax for type numeric: "1,5"; SQLState: 22P02')),
    refused(text("x"), "COLOUR" as TypeHint, bad("Unknown typeHint of parameter v.")),
    { sql: "select :w", given: one, answer: bad("Cannot find parameter: w") },
    {
      sql: "select 1 from item where key = :v",
      given: { v: [text(UUID)] },
      answer: database("ERROR: operator does not exist: uuid = character varying; Position: 30; SQLState: 42883"),
    },
    {
      sql: "select 1 from item where id = :v",
      given: { v: [text("1")] },
      answer: database("ERROR: operator does not exist: integer = character varying; Position: 29; SQLState: 42883"),
    },
    {
      sql: "insert into item (code, price) values ('p', :v)",
      given: { v: [text("1.5")] },
      answer: database(
        'ERROR: column "price" is of type numeric but expression is of type character varying; Position: 45; SQLState: 42804',
      ),
    },
  ],
  "what is no parameter": [
    { sql: "select ':v', :v", given: one, answer: { rows: [[text(":v"), long(1)]] } },
    { sql: "select 'it''s :x', :v", given: one, answer: { rows: [[text("it's :x"), long(1)]] } },
    { sql: "select E'\\':x', :v", given: one, answer: { rows: [[text("':x"), long(1)]] } },
    { sql: "select $$:x$$, $t$ $$:y$$ $t$, :v", given: one, answer: { rows: [[text(":x"), text(" $$:y$$ "), long(1)]] } },
    { sql: "select :v -- and :x\n, 2", given: one, answer: { rows: [[long(1), long(2)]] } },
    { sql: "select /* :x /* :y */ :z */ :v", given: one, answer: { value: long(1) } },
    { sql: "select '7'::int + :v::int", given: one, answer: { value: long(8) } },
    { sql: "select (array[5,6,7])[:v:2]", given: one, answer: { value: { arrayValue: { longValues: [5, 6] } } } },
    { sql: 'select :v as ":x"', given: one, answer: { value: long(1) } },
    { sql: "select :v + :v + :v", given: one, answer: { value: long(3) } },
    { sql: "select 1", given: { unused: [long(1)] }, answer: { value: long(1) } },
  ],
  "numbers, as asked": [
    { sql: "select 1.50", answer: { value: text("1.50") } },
    { sql: "select 1.50", more: decimals, answer: { value: { doubleValue: 1.5 } } },
    { sql: "select 15::numeric", more: decimals, answer: { value: long(15) } },
    { sql: "select -7::int8", more: longsAsText, answer: { value: text("-7") } },
    { sql: "select array[1, 2]", more: longsAsText, answer: { value: { arrayValue: { stringValues: ["1", "2"] } } } },
    { sql: "select array[1.5, 2]", more: decimals, answer: { value: { arrayValue: { stringValues: ["1.5", "2"] } } } },
    { sql: "select 1.50 as d, 2 as n, null as z, 'x' as t", more: json, answer: { json: '[{"d":"1.50","n":2,"z":null,"t":"x"}]' } },
    { sql: "select 1.50 as d", more: { ...json, ...decimals }, answer: { json: '[{"d":1.5}]' } },
    { sql: "select array[[1,2],[3,4]] as a where false", more: json, answer: { json: "[]" } },
  ],
  "rows and counts": [
    { sql: "select 1 where false", answer: { rows: [], updated: 0 } },
    { sql: "insert into item (code) values ('a'), ('b'), ('c')", answer: { updated: 3 } },
    { sql: "insert into item (code) values ('d') returning code", answer: { rows: [[text("d")]], updated: 0 } },
    { sql: "update item set price = 1 where code in ('a', 'b')", answer: { updated: 2 } },
    { sql: "update item set price = 1 where false", answer: { updated: 0 } },
    { sql: "with gone as (delete from item where code = 'c' returning 1) select count(*) from gone", answer: { value: long(1) } },
    {
      sql: "merge into item i using (values ('a')) v (code) on i.code = v.code when matched then update set price = 2",
      answer: { updated: 1 },
    },
    { sql: "delete from item where code in ('a', 'b')", answer: { updated: 2 } },
    { sql: "create table copied as select 1 as one", answer: { updated: 0 } },
    { sql: "truncate copied", answer: { updated: 0 } },
    { sql: "-- nothing", answer: { updated: 0 } },
    { sql: "do $$ begin perform 1; perform 2; end $$;", answer: { updated: 0 } },
  ],
  "errors, without their details": [
    { sql: "selec 1", answer: database('ERROR: syntax error at or near "selec"; Position: 1; SQLState: 42601') },
    { sql: "select * from nowhere", answer: database('ERROR: relation "nowhere" does not exist; Position: 15; SQLState: 42P01') },
    { sql: "select nothing from item", answer: database('ERROR: column "nothing" does not exist; Position: 8; SQLState: 42703') },
    { sql: "select 1/0", answer: database("ERROR: division by zero; SQLState: 22012") },
    {
      sql: "insert into item (id, code) values (1000, 'u'), (1000, 'u')",
      answer: database('ERROR: duplicate key value violates unique constraint "item_pkey"; SQLState: 23505'),
    },
    {
      sql: "insert into item (price) values (1)",
      answer: database('ERROR: null value in column "code" of relation "item" violates not-null constraint; SQLState: 23502'),
    },
    {
      sql: "insert into child values (1, -1)",
      answer: database('ERROR: insert or update on table "child" violates foreign key constraint "child_item_fkey"; SQLState: 23503'),
    },
    {
      sql: "insert into item (code) values ('longer than ten')",
      answer: database("ERROR: value too long for type character varying(10); SQLState: 22001"),
    },
    {
      sql: "do $$ begin raise exception 'no' using detail = 'ana@corp.example', hint = 'ask ana', errcode = 'P0042'; end $$",
      answer: database("ERROR: no; SQLState: P0042"),
    },
    {
      sql: "create role admin superuser",
      answer: { error: "DatabaseErrorException", message: /^ERROR: permission denied to create role; SQLState: 42501$/ },
    },
    { sql: "select 1; select 2", answer: { error: "ValidationException", message: "Multistatements aren't supported." } },
    { sql: "begin; delete from item; commit", answer: { error: "ValidationException", message: "Multistatements aren't supported." } },
  ],
  "types that cannot be returned": [
    { sql: "select 'x'::\"char\"", answer: unsupported('"CHAR"') },
    { sql: "select 'int4'::regtype", answer: unsupported("regtype") },
    { sql: "select 'item'::regclass", answer: unsupported("regclass") },
    { sql: "select 1::money", answer: unsupported("money") },
    { sql: "select '(1,2)'::point", answer: unsupported("point") },
    { sql: "select row(1, 'a')", answer: unsupported("record") },
    { sql: "select i from item i limit 0", answer: unsupported("item") },
    { sql: "select array['\\x00'::bytea]", answer: unsupported("bytea") },
    { sql: "select 'item'::regclass::text", answer: { value: text("item") } },
  ],
  limits: [
    { sql: `select 1 -- ${"x".repeat(65_536)}`, answer: bad("Number of characters in SQLStatement is longer than 65536") },
    { sql: `select 1 --${"x".repeat(65_536 - 11)}`, answer: { value: long(1) } },
    {
      sql: "select repeat('x', 65536) || 'y'",
      answer: bad("Database returned a row larger than the allowed row size limit of 64 KB"),
    },
    { sql: "select length(repeat('x', 65536))", answer: { value: long(65_536) } },
    {
      sql: "select repeat('x', 60000) from generate_series(1, 30)",
      answer: bad("Database returned more than the allowed response size limit"),
    },
    {
      sql: "select repeat('x', 60000) from generate_series(1, 30)",
      more: json,
      answer: bad("Database returned more than the allowed response size limit"),
    },
    { sql: "insert into item (code, price) select 'x', 1 from generate_series(1, 20000)", answer: { updated: 20_000 } },
  ],
};
