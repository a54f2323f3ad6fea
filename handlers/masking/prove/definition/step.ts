/** What the prover's own reading of masking/v1 is made of. */
import { createHmac } from "node:crypto";
import type { Rule, Rules } from "../../rules/index.ts";
import type { ProverKeys } from "../fingerprint.ts";

/** A template as the rules' parser gives it. */
export type Template = Rule["template"];

/** The word lists of the rules. */
export type Lists = Rules["lists"];

/** The other fields of the same record, before masking. */
export type Row = (field: string) => string | null;

/** What a step may look at. */
export interface Given {
  readonly keys: ProverKeys;
  readonly lists: Lists;
  readonly row?: Row | undefined;
}

/** A step of masking/v1. Neither function is ever given an empty text. */
export interface DefinedStep {
  /** What the step makes of a text. */
  readonly result: (text: string, args: readonly string[], given: Given) => string;
  /** log2 of the number of results that some key could have given; absent for steps that do not mask. */
  readonly room?: (text: string, args: readonly string[], lists: Lists) => number;
}

/** The keyed hash of a text under the sub-key of a function and a domain, as bytes. */
export function macBytes({ keys }: Given, fn: string, domain: string, text: string): Buffer {
  return createHmac("sha256", keys.subkey(fn, domain)).update(text).digest();
}

/** The first 52 bits as a number. */
export function macNumber(given: Given, fn: string, domain: string, text: string): number {
  return Number(macBytes(given, fn, domain, text).readBigUInt64BE(0) >> 12n);
}
