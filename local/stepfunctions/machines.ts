/** The registry of state machines, with their versions and aliases. */
import { randomUUID } from "node:crypto";
import { Aliases } from "./aliases.ts";
import { checkArn, type Home, splitQualifier, stateMachineArn } from "./arns.ts";
import type { Machine } from "./definition/asl.ts";
import { readDefinition } from "./definition/read.ts";
import { variableReferences } from "./definition/variable-references.ts";
import type {
  CreateStateMachineInput,
  MachineType,
  StateMachineDescription,
  StateMachineSummary,
  UpdateStateMachineInput,
} from "./engine-types.ts";
import { ApiError } from "./errors.ts";
import type { JsonObject } from "./json.ts";
import { readLogging } from "./logging.ts";
import { checkName, checkTags } from "./names.ts";
import { type Version, Versions } from "./versions.ts";

/** What an update replaces, and what a version keeps as it was. */
export interface Content {
  readonly definition: string;
  readonly machine: Machine;
  readonly roleArn: string;
  /** Undefined until the machine is updated. */
  readonly revisionId: string | undefined;
  readonly logging: JsonObject;
  readonly tracing: JsonObject;
}

export interface StoredMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly creationDate: number;
  readonly tags: Map<string, string>;
  readonly versions: Versions;
  readonly aliases: Aliases;
  content: Content;
}

/** What an ARN of a machine, a version or an alias leads to. */
export interface Target {
  readonly stored: StoredMachine;
  readonly content: Content;
  readonly version?: Version;
  readonly aliasArn?: string;
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
  create({ name, definition, roleArn, type = "STANDARD", tags, ...settings }: CreateStateMachineInput): StoredMachine {
    checkName(name, "name");
    const arn = stateMachineArn(this.#home, name);
    const { text, machine } = readDefinition(definition, type);
    const content: Content = {
      definition: text,
      machine,
      roleArn: roleArn ?? `arn:aws:iam::${this.#home.accountId}:role/${name}`,
      revisionId: undefined,
      logging: readLogging(settings.loggingConfiguration),
      tracing: settings.tracingConfiguration ?? { enabled: false },
    };
    const existing = this.#byArn.get(arn);
    if (existing !== undefined) {
      if (existing.type === type && sameContent(existing.content, content)) return existing;
      throw new ApiError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
    }
    const versions = new Versions(arn, this.#now);
    const stored: StoredMachine = {
      arn,
      name,
      type,
      creationDate: this.#now(),
      tags: checkTags(tags ?? []),
      versions,
      aliases: new Aliases(arn, versions, this.#now),
      content,
    };
    this.#byArn.set(arn, stored);
    return stored;
  }

  /** Gives the machine a new revision when something changes. */
  update({
    stateMachineArn: arn,
    definition,
    roleArn,
    loggingConfiguration,
    tracingConfiguration,
  }: UpdateStateMachineInput): StoredMachine {
    const stored = this.find(arn);
    if ([definition, roleArn, loggingConfiguration, tracingConfiguration].every((value) => value === undefined)) {
      const message = "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified";
      throw new ApiError("MissingRequiredParameter", message);
    }
    const { content } = stored;
    const read = definition === undefined ? undefined : readDefinition(definition, stored.type);
    const changed: Content = {
      definition: read?.text ?? content.definition,
      machine: read?.machine ?? content.machine,
      roleArn: roleArn ?? content.roleArn,
      revisionId: randomUUID(),
      logging: loggingConfiguration === undefined ? content.logging : readLogging(loggingConfiguration),
      tracing: tracingConfiguration ?? content.tracing,
    };
    if (!sameContent(content, changed)) stored.content = changed;
    return stored;
  }

  /** @throws ApiError StateMachineDoesNotExist or InvalidArn */
  find(arn: unknown): StoredMachine {
    const checked = checkArn(arn, "stateMachine");
    const stored = this.#byArn.get(checked);
    if (stored !== undefined) return stored;
    throw missing(checked);
  }

  /**
   * The machine, the version or the alias of this ARN.
   *
   * @param random chooses among an alias's versions
   * @throws ApiError StateMachineDoesNotExist or InvalidArn
   */
  target(arn: unknown, random: () => number): Target {
    const checked = checkArn(arn, "stateMachine");
    const { machineArn, qualifier } = splitQualifier(checked);
    const stored = this.#byArn.get(machineArn);
    if (stored === undefined) throw missing(checked);
    if (qualifier === undefined) return { stored, content: stored.content };
    const version = stored.versions.find(checked) ?? stored.aliases.choose(checked, random);
    if (version === undefined) throw missing(checked);
    return { stored, content: version.content, version, ...(version.arn === checked ? {} : { aliasArn: checked }) };
  }

  /**
   * The machine that a version or an alias belongs to.
   *
   * @throws ApiError InvalidArn
   */
  owner(arn: unknown): StoredMachine | undefined {
    return this.#byArn.get(splitQualifier(checkArn(arn, "stateMachine")).machineArn);
  }

  delete(arn: string): void {
    this.#byArn.delete(checkArn(arn, "stateMachine"));
  }

  list(): readonly StateMachineSummary[] {
    return [...this.#byArn.values()].map(machineSummary).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function machineSummary({ arn, name, type, creationDate }: StoredMachine): StateMachineSummary {
  return { stateMachineArn: arn, name, type, creationDate };
}

export function machineDescription({ stored, content, version }: Target): StateMachineDescription {
  const { definition, roleArn, logging, tracing, machine, revisionId } = content;
  return {
    ...machineSummary(stored),
    ...(version === undefined ? {} : { stateMachineArn: version.arn, creationDate: version.creationDate }),
    ...(version?.description === undefined ? {} : { description: version.description }),
    status: "ACTIVE",
    definition,
    roleArn,
    loggingConfiguration: logging,
    tracingConfiguration: tracing,
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    ...variableReferences(machine),
    ...(revisionId === undefined ? {} : { revisionId }),
  };
}

function sameContent(a: Content, b: Content): boolean {
  if (a.definition !== b.definition || a.roleArn !== b.roleArn) return false;
  return JSON.stringify([a.logging, a.tracing]) === JSON.stringify([b.logging, b.tracing]);
}

function missing(arn: string): ApiError {
  return new ApiError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}
