/** What one service owns in production, described so that it is made piece by piece and never held in memory at once. */

/** A value of a row as PostgreSQL's COPY takes it. */
export type Cell = string | number | boolean | null;

/** One table of the service's schema. */
export interface TableData {
  readonly name: string;
  readonly columns: readonly string[];
  readonly count: number;
  rows(): Iterable<readonly Cell[]>;
}

/** One DynamoDB table and its items as plain values (numbers, texts, lists, maps, sets, bytes). */
export interface ItemTable {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** A global secondary index on this attribute, projecting everything. */
  readonly indexOn?: string;
  readonly count: number;
  items(): Iterable<Record<string, unknown>>;
}

/** One object of the data bucket. */
export interface ObjectData {
  readonly key: string;
  readonly contentType: string;
  readonly metadata?: Record<string, string>;
  body(): Buffer;
}

/** Everything of one service. */
export interface ServiceData {
  readonly name: string;
  /** The PostgreSQL schema: the name with hyphens as underscores. */
  readonly schema: string;
  /** Statements that make the schema and its tables. */
  readonly ddl: string;
  readonly tables: readonly TableData[];
  readonly itemTables: readonly ItemTable[];
  readonly objects: readonly ObjectData[];
}
