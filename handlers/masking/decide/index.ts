/** Decides what becomes of declared and undeclared columns, attributes and members; pure. Handlers and tests may enter. */
export { type Action, type ColumnFacts, type Decision, isKey } from "./column.ts";
export { decideColumn } from "./decide.ts";
export { misfit, templateOf } from "./declared.ts";
export { isPersonalName } from "./personal-names.ts";
export { type ColumnName, columnKey, decideTables, type Reference, type SchemaFacts } from "./tables.ts";
export { isCitext, kindOf, type TypeKind } from "./types.ts";
