/** Decides what becomes of declared and undeclared columns, attributes and members; pure. Handlers and tests may enter. */
export { collisionOf } from "./collisions.ts";
export { type Action, type ColumnFacts, type Decision, isKey } from "./column.ts";
export { decideColumn, type PlaceDetails } from "./decide.ts";
export { isForNumbers, misfit, templateOf } from "./declared.ts";
export { hasPersonName } from "./person-names.ts";
export { isPersonalName, isPersonalPath, wordsOf } from "./personal-names.ts";
export { safeName } from "./safe-name.ts";
export { type ColumnName, columnKey, decideTables, type Reference, type SchemaFacts } from "./tables.ts";
export { isCitext, kindOf, type TypeKind } from "./types.ts";
