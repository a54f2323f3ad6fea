/** The names of what a run makes: all of them follow from its id, so that a clean-up needs no list. */

/** Names of a run's resources; in production only those that begin with `refresh-` may be touched. */
export const resources = {
  /** The unmasked clone, in quarantine. */
  clone: (runId: string): string => `refresh-clone-${runId}`,
  /** Tonight's cluster. */
  cluster: (environment: string, runId: string): string => `${environment}-${runId}`,
  /** The writer of a cluster. */
  writer: (cluster: string): string => `${cluster}-1`,
  /** Production's shareable copy, and the snapshot that was taken for it when there was none. */
  productionSnapshots: (runId: string): string[] => [`refresh-${runId}`, `refresh-${runId}-source`],
  rawSnapshot: (runId: string): string => `refresh-${runId}-raw`,
  maskedSnapshot: (runId: string): string => `refresh-${runId}-masked`,
  /** The masked snapshot under the data key, from which tonight's cluster is restored. */
  dataSnapshot: (runId: string): string => `refresh-${runId}-data`,
  table: (table: string, runId: string): string => `${table}-${runId}`,
} as const;

/** The service whose table, object key or schema this is: the one with the longest name that fits; undefined when none does. */
export function serviceOf(name: string, services: readonly string[], separator: "-" | "/"): string | undefined {
  let best: string | undefined;
  for (const service of services) {
    if (name.startsWith(`${service}${separator}`) && service.length > (best?.length ?? 0)) best = service;
  }
  return best;
}
