/** The masking engine in SQL: functions, key table, and expressions for PostgreSQL 13 to 18. Handlers and tests may enter. */
export { documentExpression, insertPlacesSql, leafSql, listExpression, type PlaceRow } from "./documents.ts";
export { type MaskedColumn, maskExpression } from "./expression.ts";
export { loadKeysSql, maskingSchema } from "./functions.ts";
export { dropSql, insertKeySql, installSql, type KeyRow, keyRows } from "./install.ts";
export { sqlName, sqlText } from "./literal.ts";
