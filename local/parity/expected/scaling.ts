/** What scales: the reads of each service's first table. */
import { type Base, type Kind, own } from "./base.ts";

/** The name of a table's scaling target. */
export const readsOf = (table: string): string => `dynamodb|table/${table}|dynamodb:table:ReadCapacityUnits`;

export function scalingTargets({ services }: Base): Kind<"scalingTarget"> {
  return own(
    services.map((service) => readsOf(`${service}-accounts`)),
    () => ({ min: 1, max: 10, policies: ["reads"] }),
  );
}
