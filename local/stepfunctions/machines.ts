/** The registry of state machines. */
import { randomUUID } from "node:crypto";
import { checkArn, type Home, stateMachineArn } from "./arns.ts";
import type { Machine } from "./definition/asl.ts";
import { readDefinition } from "./definition/read.ts";
import { variableReferences } from "./definition/variable-references.ts";
import type { CreateStateMachineInput, StateMachineDescription, StateMachineSummary, UpdateStateMachineInput } from "./engine-types.ts";
import { ApiError } from "./errors.ts";
import type { JsonObject } from "./json.ts";
import { checkName, checkTags } from "./names.ts";

export interface StoredMachine {
  readonly arn: string;
  readonly name: string;
  readonly creationDate: number;
  definition: string;
  machine: Machine;
  roleArn: string;
  revisionId: string | undefined;
  logging: JsonObject;
  tracing: JsonObject;
  readonly tags: Map<string, string>;
}

export class Machines {
  readonly #byArn = new Map<string, StoredMachine>();
  readonly #home: Home;
  readonly #now: () => number;

  constructor(home: Home, now: () => number) {
    this.#home = home;
    this.#now = now;
  }

  /** Creating the same again answers as the first time. */
  create({ name, definition, roleArn, type, tags, ...settings }: CreateStateMachineInput): StoredMachine {
    checkName(name, "name");
    const requested: string = type ?? "STANDARD";
    if (requested !== "STANDARD")
      throw new ApiError("StateMachineTypeNotSupported", `State machines of type ${requested} are not supported by this engine yet`);
    const arn = stateMachineArn(this.#home, name);
    const { text, machine } = readDefinition(definition);
    const role = roleArn ?? `arn:aws:iam::${this.#home.accountId}:role/${name}`;
    const existing = this.#byArn.get(arn);
    if (existing !== undefined) {
      if (existing.definition === text && existing.roleArn === role) return existing;
      throw new ApiError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
    }
    const stored: StoredMachine = {
      arn,
      name,
      creationDate: this.#now(),
      definition: text,
      machine,
      roleArn: role,
      revisionId: undefined,
      logging: loggingOf(settings.loggingConfiguration),
      tracing: settings.tracingConfiguration ?? { enabled: false },
      tags: checkTags(tags ?? []),
    };
    this.#byArn.set(arn, stored);
    return stored;
  }

  /** @returns the new revision; the old one when nothing changes */
  update({ stateMachineArn: arn, definition, roleArn, loggingConfiguration, tracingConfiguration }: UpdateStateMachineInput): string {
    const stored = this.find(arn);
    if ([definition, roleArn, loggingConfiguration, tracingConfiguration].every((value) => value === undefined)) {
      const message = "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified";
      throw new ApiError("MissingRequiredParameter", message);
    }
    const read = definition === undefined ? undefined : readDefinition(definition);
    const same = (read?.text ?? stored.definition) === stored.definition && (roleArn ?? stored.roleArn) === stored.roleArn;
    if (read !== undefined) {
      stored.definition = read.text;
      stored.machine = read.machine;
    }
    stored.roleArn = roleArn ?? stored.roleArn;
    if (loggingConfiguration !== undefined) stored.logging = loggingOf(loggingConfiguration);
    stored.tracing = tracingConfiguration ?? stored.tracing;
    if (!same || stored.revisionId === undefined) stored.revisionId = randomUUID();
    return stored.revisionId;
  }

  /** @throws ApiError StateMachineDoesNotExist or InvalidArn */
  find(arn: unknown): StoredMachine {
    const checked = checkArn(arn, "stateMachine");
    const stored = this.#byArn.get(checked);
    if (stored === undefined) throw new ApiError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${checked}'`);
    return stored;
  }

  delete(arn: string): void {
    this.#byArn.delete(checkArn(arn, "stateMachine"));
  }

  list(): readonly StateMachineSummary[] {
    return [...this.#byArn.values()].map(machineSummary).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function machineSummary({ arn, name, creationDate }: StoredMachine): StateMachineSummary {
  return { stateMachineArn: arn, name, type: "STANDARD", creationDate };
}

export function machineDescription(stored: StoredMachine): StateMachineDescription {
  return {
    ...machineSummary(stored),
    status: "ACTIVE",
    definition: stored.definition,
    roleArn: stored.roleArn,
    loggingConfiguration: stored.logging,
    tracingConfiguration: stored.tracing,
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    ...variableReferences(stored.machine),
    ...(stored.revisionId === undefined ? {} : { revisionId: stored.revisionId }),
  };
}

function loggingOf(given: JsonObject | undefined): JsonObject {
  return { level: "OFF", includeExecutionData: false, ...given };
}
