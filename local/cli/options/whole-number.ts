/** Reads a whole number between two bounds from the command line. */
import { InvalidArgumentError } from "commander";

/**
 * A parser for commander's options.
 *
 * @param what - begins the sentence of a refusal
 */
export function wholeNumber(least: number, most: number, what = "It"): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^(?:0|[1-9]\d{0,8})$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`${what} must be a whole number from ${least} to ${most.toLocaleString("en-US")}.`);
  };
}
