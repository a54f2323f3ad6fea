/** Why an object or a table cannot be masked. Messages name places, never values. */
import { MaskingValueError } from "../engine/index.ts";

/** The data is not in the form that it is said to be in. */
export class FormatError extends Error {
  override readonly name: string = "FormatError";
  /** What is wrong, without the place. */
  readonly problem: string;
  /** Offset in the data, unpacked, in bytes from 0. */
  readonly position: number;
  /** The record (a line, a row, an item of the document's list), counted from 1; undefined outside records. */
  readonly record: number | undefined;

  constructor(problem: string, position: number, record?: number) {
    super(`${problem}, ${record === undefined ? "" : `record ${record}, `}byte ${position + 1}.`);
    this.problem = problem;
    this.position = position;
    this.record = record;
  }
}

/** The service is held back: nothing that is allowed fits its data. */
export class HoldError extends Error {
  override readonly name: string = "HoldError";
}

/** An error that a record caused, with the record's number; `base` is where its block begins in the data, in bytes. */
export function inRecord(error: unknown, record: number, base: number): unknown {
  if (error instanceof FormatError) return new FormatError(error.problem, base + error.position, error.record ?? record);
  if (error instanceof HoldError || error instanceof MaskingValueError) error.message = `Record ${record}: ${error.message}`;
  return error;
}

/** An error that a value caused, with the place that holds it and the rule that it has. */
export function inPlace(error: unknown, { place, rule }: { readonly place: string; readonly rule: string | undefined }): unknown {
  if (error instanceof MaskingValueError)
    error.message = `"${place}" (${rule === undefined ? "no rule" : `rule "${rule}"`}): ${error.message}`;
  return error;
}
