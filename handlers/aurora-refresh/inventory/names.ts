/** Writes names and texts into SQL, and names a relation for people. */

/** A relation by its schema and its name. */
export interface RelationName {
  readonly schema: string;
  readonly name: string;
}

/** A name as SQL needs it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text as SQL needs it. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** A relation as SQL needs it. */
export const sqlName = ({ schema, name }: RelationName): string => `${quoteName(schema)}.${quoteName(name)}`;
/** A relation as people read it, and as maps are keyed: `schema.table`. */
export const fullName = ({ schema, name }: RelationName): string => `${schema}.${name}`;
