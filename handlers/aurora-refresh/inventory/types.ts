/** What a database holds, as far as masking it needs to know. */
import type { RelationName } from "./names.ts";

/** A column as PostgreSQL describes it. */
export interface Column {
  readonly name: string;
  /** As `format_type` prints it: `character varying(40)`, `text[]`, `public.citext`. */
  readonly type: string;
  /** The base type of a domain, the type itself otherwise, without length. */
  readonly baseType: string;
  /** The type is an enum, or a domain or an array of one. */
  readonly isEnum: boolean;
  readonly maxLength?: number;
  readonly nullable: boolean;
  readonly generated: boolean;
  readonly identity: boolean;
  /** Its own collation in SQL, where it is not the type's. */
  readonly collation?: string;
}

/** A unique or primary key, by the columns that it reads; a unique index, also one over expressions, and an exclusion count as one. */
export interface Key {
  readonly name: string;
  readonly columns: readonly string[];
  readonly primary: boolean;
}

/** A foreign key: this table's columns, and those that they name. */
export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly toSchema: string;
  readonly toTable: string;
  readonly toColumns: readonly string[];
  /** As `pg_get_constraintdef` prints it: deferrable and NOT VALID stand in it. */
  readonly definition: string;
  readonly comment?: string;
}

/** A check constraint (a domain's too, on each column of it), with the columns that it reads. */
export interface Check {
  readonly name: string;
  readonly columns: readonly string[];
  readonly definition: string;
  /** The condition alone; absent for a domain's, which the cast to the domain checks. */
  readonly condition?: string;
  /** False for NOT VALID: rows that were there before may break it. */
  readonly validated: boolean;
}

/** A condition on unique rows that must still hold after masking. */
export interface UniqueIndex {
  readonly name: string;
  readonly columns: readonly string[];
  /** Its columns and expressions, in SQL. */
  readonly expressions: readonly string[];
  /** The WHERE of a partial index. */
  readonly predicate?: string;
  readonly nullsAreEqual: boolean;
}

/** What PostgreSQL refuses to keep while a column's type changes, and how it is put back. */
export interface Dependent {
  readonly kind: "trigger" | "policy";
  readonly name: string;
  /** The columns of the table that it reads. */
  readonly columns: readonly string[];
  readonly drop: string;
  readonly create: readonly string[];
}

/** A statement that switches something off, and the one that puts it back into the state in which it was. */
export interface Switch {
  readonly off: string;
  readonly on: string;
}

/** A table of a service; a partitioned table stands for its partitions. */
export interface Table extends RelationName {
  readonly rows: number;
  readonly partitioned: boolean;
  /** The role that owns it; `owned` says whether the masking user may act as it. */
  readonly owner: string;
  readonly owned: boolean;
  /** Row security hides rows from the masking user. */
  readonly filtered: boolean;
  /** The index that CLUSTER is to follow, where one is marked. */
  readonly clusteredOn?: string;
  readonly columns: readonly Column[];
  readonly keys: readonly Key[];
  readonly uniqueIndexes: readonly UniqueIndex[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  /** Exclusion constraints by the columns that they compare by another operator than equality. */
  readonly exclusions: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** The conditions of the partitions that hold rows, a default partition's too. */
  readonly partitionConditions: readonly string[];
  readonly partitionKey: readonly string[];
  /** Why PostgreSQL does not let a column's type change; without a column: any column's. */
  readonly obstacles: readonly { readonly column?: string; readonly what: string }[];
  /** What makes masking impossible: that of these columns and a copy, or of any column where none is named. */
  readonly holds: readonly { readonly columns?: readonly string[]; readonly what: string }[];
  readonly dependents: readonly Dependent[];
  /** Triggers and rules that writing rows would start. */
  readonly switches: readonly Switch[];
  /** Statements that put back what a change of a column's type forgets (storage, compression), by column. */
  readonly forgotten: readonly { readonly column: string; readonly sql: string }[];
  /** The tables that it inherits from, as `schema.table`. */
  readonly parents: readonly string[];
}

/** A view or materialized view. */
export interface View extends RelationName {
  readonly materialized: boolean;
  /** A materialized view without data stays without. */
  readonly populated: boolean;
  /** The tables that it reads, directly or over other views, as `schema.table`. */
  readonly reads: readonly string[];
  /** The statements that make it again, with everything that belongs to it. */
  readonly create: readonly string[];
  /** Why it can't be dropped and made again. */
  readonly obstacle?: string;
}

/** Everything that the planner looks at. */
export interface Inventory {
  readonly tables: readonly Table[];
  /** Each after those that it reads. */
  readonly views: readonly View[];
  /** Event triggers, which the masking's own statements would start. */
  readonly eventTriggers: readonly Switch[];
  /** Tables whose rows the masking can't reach, and why. */
  readonly unreachable: readonly (RelationName & { readonly why: string })[];
}
