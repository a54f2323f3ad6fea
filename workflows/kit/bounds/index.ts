/**
 * How large an execution's data and history can get, worst case, from the contracts' bounds. Counted: everything that is stored and
 * handed on, with the link that a parent adds, error outputs of 256 and 32,768 characters, six bytes for a character of which nothing
 * is known; of a call's raw result the members of its contract and what Lambda or a child execution puts around them. Not counted:
 * what AWS sends beyond a contract and is dropped, since the service's own limit ends that call with States.DataLimitExceeded.
 * `workflow.ts` enters; the page reads what it gives.
 */
import { reportData } from "./report-data.ts";
import { reportHistory } from "./report-history.ts";
import type { Size } from "./size.ts";
import { type Bounded, Variables } from "./variables.ts";

/** The worst case of one execution; Infinity where nothing bounds it. */
export interface Bounds {
  /** Bytes of the largest JSON that flows into or out of a state, a call or the execution. */
  readonly payloadBytes: number;
  /** History events of the execution, or of a distributed Map's child where that has more. */
  readonly events: number;
  /** What the execution puts out. */
  readonly output: Size;
}

export type Report = (message: string, state?: string, remedy?: string) => void;

/** Computes the bounds, and reports where they are above what the service allows, or where there is none. */
export function boundsOf(bounded: Bounded, timeoutSeconds: number | undefined, report: Report): Bounds {
  const sizes = new Variables(bounded);
  return {
    payloadBytes: reportData(bounded, sizes, report),
    events: reportHistory(bounded.top, sizes, timeoutSeconds, report),
    output: sizes.output(bounded.top),
  };
}
