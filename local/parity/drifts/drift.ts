/** A drift: what somebody changes by hand, and the one finding that has to come of it. */
import type { Finding } from "../../../handlers/parity-validation/finding.ts";
import type { ParityClients } from "../../../handlers/parity-validation/live/index.ts";

/** What a drift may use. */
export interface Hands {
  readonly clients: ParityClients;
  /** Id of the key behind an alias. */
  keyId(alias: string): string;
  /** Id of the security group of a name. */
  groupId(name: string): string;
}

/** What has to be found; of a security group the name, since its id is AWS's choice. */
export type Expected = Pick<Finding, "problem" | "kind" | "resource" | "field" | "severity">;

export interface Drift {
  /** What was done, in a few words. */
  readonly name: string;
  make(hands: Hands): Promise<unknown>;
  readonly finding: Expected;
  /** Findings that follow from the same change. */
  readonly also?: readonly Expected[];
}

/** A drift of a field. */
export const changed = (
  name: string,
  [kind, resource, field, severity]: readonly [Finding["kind"], string, string, Finding["severity"]],
  make: Drift["make"],
): Drift => ({ name, make, finding: { problem: "changed", kind, resource, field, severity } });

/** A drift of a whole resource. */
export const whole = (
  name: string,
  [problem, kind, resource, severity]: readonly ["missing" | "unexpected", Finding["kind"], string, Finding["severity"]],
  make: Drift["make"],
): Drift => ({ name, make, finding: { problem, kind, resource, field: "", severity } });
