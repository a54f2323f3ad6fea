/** What the prover cannot read. Messages name records and offsets, never values. */

/** A store's content is not in the form that it is said to be in, so it is not proved. */
export class ScanError extends Error {
  override readonly name: string = "ScanError";
}
