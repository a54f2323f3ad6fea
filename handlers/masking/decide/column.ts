/** What is known of a column, and what becomes of it. */

/** A column of a table, or an attribute or member of a store without a schema. */
export interface ColumnFacts {
  readonly service: string;
  readonly table: string;
  readonly name: string;
  /** PostgreSQL's name of the type without its modifier, a domain's base type, `…[]` for arrays; or "attribute", "json", "csv". */
  readonly type: string;
  /** Characters that fit, for varchar(n) and char(n). */
  readonly maxLength?: number | undefined;
  readonly nullable: boolean;
  readonly inPrimaryKey: boolean;
  readonly inUnique: boolean;
  readonly inForeignKey: boolean;
  /** Computed from other columns: it follows them. */
  readonly generated?: boolean | undefined;
  /** The type is an enum (or a domain of one). */
  readonly isEnum?: boolean | undefined;
  /** The CHECK constraints that read the column, as pg_get_constraintdef prints them; a domain's too. */
  readonly checks?: readonly string[] | undefined;
  /** Every value of the column is 2 to 30 digits (and no letter): the caller looked. */
  readonly digitsOnly?: boolean | undefined;
  /** The column by itself is a primary or unique key, not only a part of one. */
  readonly uniqueAlone?: boolean | undefined;
  /** Rows of the table. */
  readonly rows?: number | undefined;
  /** The exact count on tonight's values: distinct ones, and distinct masked ones. */
  readonly distinct?: { readonly before: number; readonly after: number } | undefined;
}

/** What is done with a column. */
export type Action = "rule" | "redact" | "null" | "key" | "year" | "pass" | "hold";

/** The decision on a column. */
export interface Decision {
  readonly action: Action;
  /** The template to apply; absent for "pass" and "hold". A constant is a template too (`{}` for jsonb, an empty one for bytea). */
  readonly template?: string;
  /** One sentence for the report, without a value. */
  readonly why: string;
  /** Whether a rule says so. */
  readonly declared: boolean;
  /** The rule's name, where one says so. */
  readonly rule?: string;
  /** Accepted only after count(distinct masked) = count(distinct original) on tonight's values. */
  readonly checkDistinct: boolean;
}

/** Whether a column is part of a key of any kind. */
export function isKey(column: ColumnFacts): boolean {
  return column.inPrimaryKey || column.inUnique || column.inForeignKey;
}
