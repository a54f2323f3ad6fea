/** Where a run keeps its files: masked data and reports in the staging bucket, everything raw in the quarantine bucket. */

const run = (runId: string): string => `runs/${runId}`;

/** Keys in the staging bucket. */
export const staging = {
  run: (runId: string): string => `${run(runId)}/`,
  plan: (runId: string): string => `${run(runId)}/plan.json`,
  /** What happens to every place that was sampled before the first byte moved, as JSON and to read. */
  maskingPlan: (runId: string): string => `${run(runId)}/masking-plan.json`,
  maskingPlanPage: (runId: string): string => `${run(runId)}/masking-plan.md`,
  /** The masking rules that the run was planned with: JSON of `RulesSource`. */
  rules: (runId: string): string => `${run(runId)}/rules.json`,
  /** JSON lines of `TableLine`, read by a distributed Map. */
  tables: (runId: string): string => `${run(runId)}/tables.jsonl`,
  proof: (runId: string): string => `${run(runId)}/proof.json`,
  proofPage: (runId: string): string => `${run(runId)}/proof.md`,
  tests: (runId: string): string => `${run(runId)}/tests.json`,
  summary: (runId: string): string => `${run(runId)}/summary.json`,
  /** Every place with its decision: JSON of the plan's `Inventory`; and what has changed since the last live run. */
  places: (runId: string): string => `${run(runId)}/places.json`,
  changes: (runId: string): string => `${run(runId)}/changes.md`,
  /** What the masking of one part counted and found undeclared: JSON of `PartReport`. */
  part: (runId: string, store: Store, part: string): string => `${run(runId)}/parts/${store}/${part}.json`,
  parts: (runId: string, store?: Store): string => `${run(runId)}/parts/${store ? `${store}/` : ""}`,
  /** A masked object, under the key that it will have in the data bucket. */
  object: (runId: string, key: string): string => `${run(runId)}/objects/${key}`,
  objects: (runId: string): string => `${run(runId)}/objects/`,
  /** Masked files that ImportTable reads. */
  tableData: (runId: string, table: string): string => `${run(runId)}/dynamodb/${table}/`,
  statements: (runId: string): string => `${run(runId)}/aurora/statements.jsonl`,
  inventory: (runId: string): string => `${run(runId)}/aurora/inventory.json`,
  /** What the proof of the clone counted: JSON of `StoreProof`. */
  auroraProof: (runId: string): string => `${run(runId)}/aurora/proof.json`,
  /** The object versions that the publication replaces, written before it does: JSON lines of `Replaced`, for a rollback. */
  replaced: (runId: string, part: string): string => `${run(runId)}/replaced/${part}.jsonl`,
  replacedParts: (runId: string): string => `${run(runId)}/replaced/`,
} as const;

/** Keys in the quarantine bucket; all of it is deleted when the run ends. */
export const quarantine = {
  manifest: (runId: string): string => `manifests/${runId}/objects.jsonl`,
  /** What a page of the listing found; the manifest is put together from these. */
  manifestPart: (runId: string, page: string): string => `manifests/${runId}/parts/${page}.jsonl`,
  manifestParts: (runId: string): string => `manifests/${runId}/parts/`,
  /** The manifest in slices that say where its lines stand, and nothing of them. */
  manifestSlices: (runId: string): string => `manifests/${runId}/slices.jsonl`,
  /** What became of a batch's objects so far, for its next attempt. */
  journal: (runId: string, part: string): string => `manifests/${runId}/journal/${part}/`,
  exports: (runId: string, table: string): string => `exports/${runId}/${table}`,
  /** Keyed fingerprints of production's values, `FingerprintSet.toBuffer`, gzip: input of the proof. */
  fingerprints: (runId: string, store: Store, part: string): string => `fingerprints/${runId}/${store}/${part}.gz`,
  fingerprintsOf: (runId: string): string => `fingerprints/${runId}/`,
  /** Fingerprints of the values that a masked database now holds, in the same form: the proof compares them with all stores' originals. */
  outputs: (runId: string, store: Store, part: string): string => `outputs/${runId}/${store}/${part}.gz`,
  outputsOf: (runId: string): string => `outputs/${runId}/`,
  /** Fingerprints of the masked keys of a table's items, 8 bytes each, gzip: the exact check for collisions. */
  maskedKeys: (runId: string, table: string, part: string): string => `keys/${runId}/${table}/${part}.gz`,
  maskedKeysOf: (runId: string, table: string): string => `keys/${runId}/${table}/`,
  /** Fingerprints of the values of one redacted column: compared with that column alone, since short words occur anywhere. */
  redacted: (runId: string, column: string): string => `redacted/${runId}/aurora/${column}.gz`,
} as const;

/** The three stores of the refresh. */
export type Store = "s3" | "dynamodb" | "aurora";
