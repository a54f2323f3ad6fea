/** What a database holds and what stands in the way of masking it, from PostgreSQL's catalogue; `aurora-refresh` and tests may enter. */
export { installCatalogue } from "./catalogue.ts";
export { fullName, quoteName, quoteText, type RelationName, sqlName } from "./names.ts";
export { readInventory } from "./read-inventory.ts";
export type { Check, Column, Dependent, ForeignKey, Inventory, Key, Switch, Table, UniqueIndex, View } from "./types.ts";
