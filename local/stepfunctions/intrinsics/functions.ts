/** The bodies of the 18 intrinsic functions; they throw plain errors, which become States.IntrinsicFailure. */
import { arrayFunctions } from "./arrays.ts";
import { numberFunctions } from "./numbers.ts";
import { textFunctions } from "./texts.ts";

export type IntrinsicBody = (values: readonly unknown[]) => unknown;

/** By full name, `States.ArrayLength`. */
export const intrinsicFunctions: ReadonlyMap<string, IntrinsicBody> = new Map(
  Object.entries({ ...arrayFunctions, ...textFunctions, ...numberFunctions }).map(([name, body]) => [`States.${name}`, body]),
);
