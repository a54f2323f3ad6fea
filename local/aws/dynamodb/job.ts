/** What an export and an import have in common: an id, a state that is seen in progress first, and client tokens. */
import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { AwsError } from "../gateway/service.ts";

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The progress of one job, as its describes show it. */
export class JobState {
  readonly startedAt = new Date();
  #endedAt: Date | undefined;
  #failure: Failure | undefined;
  #seen = false;

  /** Ends it when the work does. */
  follow(work: Promise<void>, wordFailure: (error: unknown) => Failure): Promise<void> {
    return work
      .catch((error: unknown) => {
        this.#failure = wordFailure(error);
      })
      .then(() => {
        this.#endedAt = new Date();
      });
  }

  get running(): boolean {
    return this.#endedAt === undefined;
  }

  /** The status to tell; the first one told is always IN_PROGRESS, so that pollers poll. */
  tell(): { status: "IN_PROGRESS" | "COMPLETED" | "FAILED"; endedAt: Date | undefined; failure: Failure | undefined } {
    const first = !this.#seen;
    this.#seen = true;
    if (first || this.running) return { status: "IN_PROGRESS", endedAt: undefined, failure: undefined };
    return { status: this.#failure === undefined ? "COMPLETED" : "FAILED", endedAt: this.#endedAt, failure: this.#failure };
  }
}

/** `<14 digits>-<8 hex>`: milliseconds since 1970 and chance. */
export function jobId(): string {
  return `${String(Date.now()).padStart(14, "0")}-${randomBytes(4).toString("hex")}`;
}

export const seconds = (date: Date): number => date.getTime() / 1000;

/** The jobs that client tokens started: the same request again is the same job. */
export class ClientTokens<T> {
  readonly #jobs = new Map<string, { readonly input: object; readonly job: T }>();
  readonly #conflict: string;

  /** @param conflict the error's code for a token that was used with other parameters */
  constructor(conflict: string) {
    this.#conflict = conflict;
  }

  /** @throws AwsError when the token was used with other parameters */
  find(account: string, input: Readonly<Record<string, unknown>>): T | undefined {
    const known = this.#jobs.get(`${account} ${String(input.ClientToken)}`);
    if (known === undefined) return undefined;
    if (isDeepStrictEqual(known.input, input)) return known.job;
    throw new AwsError(this.#conflict, "The client token was used before with other parameters.");
  }

  remember(account: string, input: Readonly<Record<string, unknown>>, job: T): void {
    if (input.ClientToken !== undefined) this.#jobs.set(`${account} ${String(input.ClientToken)}`, { input, job });
  }
}

/** One page of a list, newest first as it is given. */
export function page<T>(
  all: readonly T[],
  input: Readonly<Record<string, unknown>>,
  sizeName: string,
): { items: readonly T[]; token: string | undefined } {
  const size = typeof input[sizeName] === "number" ? (input[sizeName] as number) : 25;
  const start = typeof input.NextToken === "string" ? Number(input.NextToken) : 0;
  if (!Number.isInteger(start) || start < 0) throw new AwsError("ValidationException", "The NextToken is not one that was given.");
  const next = start + size;
  return { items: all.slice(start, next), token: next < all.length ? String(next) : undefined };
}

/** A text that must be there. @throws AwsError ValidationException */
export function text(input: Readonly<Record<string, unknown>>, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value null at '${name[0]?.toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
  );
}

/** S3's errors as the failure of a job. */
export function storageFailure(error: unknown): Failure {
  const name = error instanceof Error ? error.name : "UnknownError";
  if (name === "NoSuchBucket") return { code: "S3NoSuchBucket", message: "The specified bucket does not exist" };
  return { code: name === "Error" ? "UnknownError" : name, message: error instanceof Error ? error.message : "unknown" };
}
