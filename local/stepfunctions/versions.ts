/** Versions of a state machine: what it was when they were published, under numbers that are never used again. */
import { ApiError } from "./errors.ts";
import type { Content } from "./machines.ts";

export interface Version {
  readonly arn: string;
  readonly creationDate: number;
  readonly description: string | undefined;
  readonly content: Content;
}

export class Versions {
  readonly #machineArn: string;
  readonly #now: () => number;
  readonly #byArn = new Map<string, Version>();
  #last = 0;

  constructor(machineArn: string, now: () => number) {
    this.#machineArn = machineArn;
    this.#now = now;
  }

  /**
   * Publishes what the machine is now; a revision is published once.
   *
   * @param revisionId the revision that the caller means, if any
   * @throws ApiError ConflictException when the machine has another revision by now
   */
  publish(content: Content, description?: string, revisionId?: string): Version {
    const current = content.revisionId ?? "INITIAL";
    if (revisionId !== undefined && revisionId !== current) {
      const message = `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current}.`;
      throw new ApiError("ConflictException", message);
    }
    const published = [...this.#byArn.values()].find((version) => version.content === content);
    if (published !== undefined) return published;
    this.#last += 1;
    const version: Version = { arn: `${this.#machineArn}:${this.#last}`, creationDate: this.#now(), description, content };
    this.#byArn.set(version.arn, version);
    return version;
  }

  find(arn: string): Version | undefined {
    return this.#byArn.get(arn);
  }

  delete(arn: string): void {
    this.#byArn.delete(arn);
  }

  /** Newest first. */
  list(): Version[] {
    return [...this.#byArn.values()].reverse();
  }
}
