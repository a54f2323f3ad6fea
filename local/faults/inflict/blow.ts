/** A disturbance that is armed: what it listens to, whether it has been met, and when it is over. */
import type { Interference, LocalEvent } from "../../aws/index.ts";
import type { Session } from "../../refresh/session.ts";

export interface Blow extends Interference {
  /** Whether the refresh has come to its place. */
  readonly met: boolean;
  onEvent?(event: LocalEvent): void;
  /** Takes back what was prepared. */
  lift?(): Promise<void>;
}

/** What a blow works with. */
export type Surroundings = Pick<Session, "aws" | "accounts"> & {
  /** How many invocations of a function carry out the operation now. */
  running(functionName: string, operation: string | undefined): boolean;
};

/** `…:execution:test-s3-sync:ID` and `…:execution:test-s3-sync/LABEL:ID` → `test-s3-sync`. */
export const machineNameIn = (executionArn: string): string => executionArn.split(":")[6]?.split("/")[0] ?? "";
