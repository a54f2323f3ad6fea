/** The traces in the proof of the masked clone: names of objects and counts, no values. */
import { z } from "zod";
import { Count } from "../../shared/names.ts";
import { countKinds, type Trace, type Traces } from "./trace.ts";

/** So many names of each list; the counts are of all. */
const mostNames = 1000;

const Kinds = z.array(z.object({ kind: z.string().max(60), count: Count }));
const Names = z
  .array(z.object({ kind: z.string().max(60), schema: z.string().max(63).optional(), name: z.string().max(300) }))
  .max(mostNames);

export const TracesReport = z.object({
  /** What was found and is gone. */
  removed: Kinds,
  removedNames: Names,
  /** What holds redacted words that may be anybody's, or no value at all: its owner may want to look at it. */
  noticed: Names,
  /** What holds a service, since only its owner can change it. */
  held: Names,
  /** Catalogue files that only the server itself could write anew: rows deleted from them may still be in their pages. */
  keptFiles: z.array(z.string().max(63)),
});
export type TracesReport = z.infer<typeof TracesReport>;

/** The report; `keptFiles` as `rewriteCatalogues` gives them. */
export function tracesReport({ removed, noticed, left }: Traces, keptFiles: readonly Trace[]): TracesReport {
  const names = (traces: readonly Trace[]): TracesReport["noticed"] =>
    traces.slice(0, mostNames).map((trace) => ({ ...trace, name: trace.name.slice(0, 300) }));
  return {
    removed: countKinds(removed),
    removedNames: names(removed),
    noticed: names(noticed),
    held: names(left),
    keptFiles: keptFiles.map(({ name }) => name),
  };
}
