/** Writes down where the texts of a column's documents stand, and what becomes of them. */
import { nameMasker } from "../../masking/formats/names.ts";
import type { Shared } from "./change.ts";
import type { DocumentColumn, PlaceTreatment } from "./treatments.ts";

/** Adds the places of a column, each after the one around it; the number of the document's own. */
export function addPlaces(
  { column }: DocumentColumn,
  treatments: readonly { readonly names: string[]; readonly treatment: PlaceTreatment }[],
  { rules, keys, leaves, places }: Shared,
): number {
  const maskName = nameMasker(keys, rules, undefined);
  const root = places.length;
  const ids = new Map<string, number>();
  const byDepth = [...treatments].sort((a, b) => a.names.length - b.names.length);
  for (const { names, treatment } of byDepth) {
    const id = places.length;
    ids.set(JSON.stringify(names), id);
    const name = names.at(-1) ?? null;
    places.push({
      id,
      parent: name === null ? null : (ids.get(JSON.stringify(names.slice(0, -1))) ?? null),
      name,
      renamed: name === null ? null : (maskName([column, ...names.slice(0, -1)], name) ?? null),
      leaf: leaves.add(treatment.template),
      numbers: treatment.numbers,
      booleans: treatment.booleans,
    });
  }
  return root;
}
