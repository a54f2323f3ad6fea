/** Why an object or a table cannot be masked. Messages name places, never values. */

/** The data is not in the form that it is said to be in. */
export class FormatError extends Error {
  override readonly name: string = "FormatError";
  /** Offset in the record, in UTF-16 units from 0. */
  readonly position: number;

  constructor(problem: string, position: number) {
    super(`${problem} at character ${position + 1} of the record.`);
    this.position = position;
  }
}

/** The service is held back: nothing that is allowed fits its data. */
export class HoldError extends Error {
  override readonly name: string = "HoldError";
}
