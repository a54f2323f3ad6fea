/** Recognises a CHECK constraint that lists a column's values: those are the schema's words, as an enum's labels are. */

const literal = String.raw`'(?:[^']|'')*'(?:::[a-z][a-z ]*(?:\([0-9]+\))?)?`;
const column = String.raw`\(*"?[^\s"()]+"?\)*(?:::[a-z][a-z ]*)?`;
const listed = new RegExp(
  String.raw`^CHECK \(\(${column} = ANY \(\(?ARRAY\[${literal}(?:, ${literal})*\]\)?(?:::[a-z][a-z ]*\[\])?\)\)\)$`,
);
const mostCharacters = 20_000;

/**
 * Whether the constraint (as pg_get_constraintdef prints it) allows the column a list of literals and nothing else.
 *
 * @example
 * ```ts
 * isValueList("CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text])))"); // true
 * ```
 */
export function isValueList(constraint: string): boolean {
  return constraint.length <= mostCharacters && listed.test(constraint);
}
