/** Versions and aliases of state machines. */

import { checkRouting } from "../aliases.ts";
import { splitQualifier } from "../arns.ts";
import type { AliasDescription, RoutingItem } from "../engine-types.ts";
import { ApiError } from "../errors.ts";
import type { Machines, StoredMachine } from "../machines.ts";

export interface VersionOperations {
  publishStateMachineVersion(input: { stateMachineArn: string; revisionId?: string; description?: string }): {
    stateMachineVersionArn: string;
    creationDate: number;
  };
  /** Newest first. */
  listStateMachineVersions(input: { stateMachineArn: string }): {
    stateMachineVersions: readonly { stateMachineVersionArn: string; creationDate: number }[];
  };
  deleteStateMachineVersion(input: { stateMachineVersionArn: string }): void;
  /** The machine is that of the versions. */
  createStateMachineAlias(input: { name: string; routingConfiguration: readonly RoutingItem[]; description?: string }): {
    stateMachineAliasArn: string;
    creationDate: number;
  };
  updateStateMachineAlias(input: { stateMachineAliasArn: string; routingConfiguration?: readonly RoutingItem[]; description?: string }): {
    updateDate: number;
  };
  describeStateMachineAlias(input: { stateMachineAliasArn: string }): AliasDescription;
  deleteStateMachineAlias(input: { stateMachineAliasArn: string }): void;
  /** @param input a version's ARN gives the aliases that lead to it */
  listStateMachineAliases(input: { stateMachineArn: string }): {
    stateMachineAliases: readonly { stateMachineAliasArn: string; creationDate: number }[];
  };
}

export function versionOperations(machines: Machines): VersionOperations {
  const owner = (arn: string): StoredMachine => {
    const stored = machines.owner(arn);
    if (stored !== undefined) return stored;
    throw new ApiError("ResourceNotFound", `Resource not found: '${arn}'`);
  };
  return {
    publishStateMachineVersion: ({ stateMachineArn, revisionId, description }) => {
      const { versions, content } = machines.find(stateMachineArn);
      const { arn, creationDate } = versions.publish(content, description, revisionId);
      return { stateMachineVersionArn: arn, creationDate };
    },
    listStateMachineVersions: ({ stateMachineArn }) => ({
      stateMachineVersions: machines
        .find(stateMachineArn)
        .versions.list()
        .map(({ arn, creationDate }) => ({ stateMachineVersionArn: arn, creationDate })),
    }),
    deleteStateMachineVersion: ({ stateMachineVersionArn: arn }) => {
      const stored = machines.owner(arn);
      const aliases = stored?.aliases.list(arn) ?? [];
      if (aliases.length > 0) {
        const names = aliases.map(({ name }) => name).join(", ");
        const rule = "Version to be deleted must not be referenced by an alias.";
        throw new ApiError("ConflictException", `${rule} Current list of aliases referencing this version: [${names}]`);
      }
      stored?.versions.delete(arn);
    },
    createStateMachineAlias: ({ name, routingConfiguration, description }) => {
      checkRouting(routingConfiguration);
      const { aliases } = owner(routingConfiguration[0]?.stateMachineVersionArn ?? "");
      const { arn, creationDate } = aliases.create(name, routingConfiguration, description);
      return { stateMachineAliasArn: arn, creationDate };
    },
    updateStateMachineAlias: ({ stateMachineAliasArn: arn, routingConfiguration, description }) => ({
      updateDate: owner(arn).aliases.update(arn, routingConfiguration, description),
    }),
    describeStateMachineAlias: ({ stateMachineAliasArn: arn }) => owner(arn).aliases.describe(arn),
    deleteStateMachineAlias: ({ stateMachineAliasArn: arn }) => machines.owner(arn)?.aliases.delete(arn),
    listStateMachineAliases: ({ stateMachineArn: arn }) => {
      const { qualifier } = splitQualifier(arn);
      const aliases = (qualifier === undefined ? machines.find(arn) : owner(arn)).aliases.list(qualifier === undefined ? undefined : arn);
      return { stateMachineAliases: aliases.map((alias) => ({ stateMachineAliasArn: alias.arn, creationDate: alias.creationDate })) };
    },
  };
}
