/** Operations on versions and aliases. */
import type { RoutingItem } from "../engine-types.ts";
import { isObject, type JsonObject } from "../json.ts";
import { optional, optionalText, text, withSeconds } from "./members.ts";
import type { Operation } from "./operations.ts";
import { page } from "./paging.ts";

export const versionOperations: Record<string, Operation> = {
  PublishStateMachineVersion: (engine, input) =>
    withSeconds(
      engine.publishStateMachineVersion({
        stateMachineArn: text(input, "stateMachineArn"),
        ...optional("revisionId", optionalText(input, "revisionId")),
        ...optional("description", optionalText(input, "description")),
      }),
    ),

  ListStateMachineVersions: (engine, input) => {
    const { stateMachineVersions } = engine.listStateMachineVersions({ stateMachineArn: text(input, "stateMachineArn") });
    const { items, nextToken } = page(stateMachineVersions, input);
    return { stateMachineVersions: items.map(withSeconds), ...optional("nextToken", nextToken) };
  },

  DeleteStateMachineVersion: (engine, input) => {
    engine.deleteStateMachineVersion({ stateMachineVersionArn: text(input, "stateMachineVersionArn") });
    return {};
  },

  CreateStateMachineAlias: (engine, input) =>
    withSeconds(
      engine.createStateMachineAlias({
        name: text(input, "name"),
        routingConfiguration: routing(input) ?? [],
        ...optional("description", optionalText(input, "description")),
      }),
    ),

  UpdateStateMachineAlias: (engine, input) =>
    withSeconds(
      engine.updateStateMachineAlias({
        stateMachineAliasArn: text(input, "stateMachineAliasArn"),
        ...optional("routingConfiguration", routing(input)),
        ...optional("description", optionalText(input, "description")),
      }),
    ),

  DescribeStateMachineAlias: (engine, input) =>
    withSeconds(engine.describeStateMachineAlias({ stateMachineAliasArn: text(input, "stateMachineAliasArn") })),

  DeleteStateMachineAlias: (engine, input) => {
    engine.deleteStateMachineAlias({ stateMachineAliasArn: text(input, "stateMachineAliasArn") });
    return {};
  },

  ListStateMachineAliases: (engine, input) => {
    const { stateMachineAliases } = engine.listStateMachineAliases({ stateMachineArn: text(input, "stateMachineArn") });
    const { items, nextToken } = page(stateMachineAliases, input);
    return { stateMachineAliases: items.map(withSeconds), ...optional("nextToken", nextToken) };
  },
};

function routing({ routingConfiguration }: JsonObject): RoutingItem[] | undefined {
  if (!Array.isArray(routingConfiguration)) return undefined;
  return routingConfiguration.filter(isObject).map(({ stateMachineVersionArn, weight }) => ({
    stateMachineVersionArn: String(stateMachineVersionArn),
    weight: Number(weight),
  }));
}
