/** One line of the file of statements that the document carries out: planned in TypeScript, executed by its Python. */
import { z } from "zod";

/**
 * A statement, one JSON line each; they run in the order of the file.
 *
 * The ledger is the table `refresh_ledger.done (id text primary key, at timestamptz not null default now())`; the
 * document makes it. What has a row there is never run again.
 *
 * - `ddl: false`: at most 45 seconds; `sql` inserts its own ledger row in the same statement
 *   (`with l as (insert into refresh_ledger.done (id) values ('…') on conflict do nothing returning 1) update … where exists (select 1 from l)`).
 * - `ddl: true`: sent with `continueAfterTimeout`. A `do` block inserts its own ledger row as its last act: it may take longer
 *   than 45 seconds, and the row is how its end is known. Anything else (`vacuum`, `analyze`) must be shorter and
 *   repeatable; the document writes its ledger row afterwards.
 */
export const Statement = z.strictObject({
  /** Unique in the file; appears in errors and as a comment before the SQL, so it never holds a value. */
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/),
  /** `schema.table`, or "" for a statement about no single table. */
  table: z.string().max(260),
  /** How the planner masks that table, for reports: `alter`, `update`, `copy`, `setup`, … */
  strategy: z.string().regex(/^[a-z][a-z-]{0,31}$/),
  /** One statement; the Data API takes 65,536 characters, 200 of which are kept for the comment. */
  sql: z.string().min(1).max(65_336),
  ddl: z.boolean(),
  /** How long a `ddl` statement may run, in seconds; an hour when absent. */
  timeoutSeconds: z.int().min(1).max(86_400).optional(),
});
export type Statement = z.infer<typeof Statement>;

/** Schema and table of the ledger, for the planner's statements and for dropping it after the proof. */
export const ledger = { schema: "refresh_ledger", table: "refresh_ledger.done" } as const;

/**
 * The text of the file.
 *
 * @throws z.ZodError for a malformed statement; it names fields, never SQL.
 */
export function statementLines(statements: readonly Statement[]): string {
  return statements.map((statement) => `${JSON.stringify(Statement.parse(statement))}\n`).join("");
}
