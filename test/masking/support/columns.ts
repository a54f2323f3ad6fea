/** Facts of a column, for plans and decisions: nullable, and in no key. */
import type { ColumnFacts } from "../../../handlers/masking/decide/index.ts";
import type { PlaceFacts } from "../../../handlers/masking/plan/index.ts";

/** A column of the table `t` of the service `shop`. */
export const column = (name: string, type: string, more: Partial<ColumnFacts> = {}): ColumnFacts => ({
  service: "shop",
  table: "t",
  name,
  type,
  nullable: true,
  inPrimaryKey: false,
  inUnique: false,
  inForeignKey: false,
  ...more,
});

/** A column of the Aurora table `customers` of the service `shop`. */
export const customersColumn = (name: string, type: string, more: Partial<PlaceFacts> = {}): PlaceFacts => ({
  ...column(name, type),
  store: "aurora",
  table: "customers",
  ...more,
});
