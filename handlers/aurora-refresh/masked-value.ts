/** The masked value of a column as SQL: what every strategy and every check puts in its place. */
import { type Lists, parseTemplate } from "../masking/engine/index.ts";
import { maskExpression } from "../masking/sql/index.ts";
import type { DecidedTable, MaskedColumn } from "./columns.ts";
import { quoteName } from "./inventory/index.ts";

/** The expression, of the column's own type; arrays and documents have theirs from `planDocuments`. */
export function maskedValue({ values }: DecidedTable, { name, type, baseType, template }: MaskedColumn, lists: Lists): string {
  return values.get(name) ?? maskExpression(parseTemplate(template), { sql: quoteName(name), type, baseType, lists });
}
