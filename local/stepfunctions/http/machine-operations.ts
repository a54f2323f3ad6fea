/** Operations on state machines and their tags. */
import type { MachineType } from "../engine-types.ts";
import { isObject, type JsonObject } from "../json.ts";
import { flag, optional, optionalNumber, optionalText, tags, text, validationError, withSeconds } from "./members.ts";
import type { Operation } from "./operations.ts";
import { page } from "./paging.ts";

export const machineOperations: Record<string, Operation> = {
  CreateStateMachine: (engine, input) => {
    const created = engine.createStateMachine({
      name: text(input, "name"),
      definition: text(input, "definition"),
      roleArn: text(input, "roleArn"),
      ...optional("type", machineType(input)),
      ...settings(input),
      ...publishing(input),
      tags: tags(input),
    });
    return withSeconds(created);
  },

  UpdateStateMachine: (engine, input) => {
    const updated = engine.updateStateMachine({
      stateMachineArn: text(input, "stateMachineArn"),
      ...optional("definition", optionalText(input, "definition")),
      ...optional("roleArn", optionalText(input, "roleArn")),
      ...settings(input),
      ...publishing(input),
    });
    return withSeconds(updated);
  },

  DescribeStateMachine: (engine, input) => withSeconds(engine.describeStateMachine({ stateMachineArn: text(input, "stateMachineArn") })),

  DescribeStateMachineForExecution: (engine, input) =>
    withSeconds(engine.describeStateMachineForExecution({ executionArn: text(input, "executionArn") })),

  ListStateMachines: (engine, input) => {
    const { items, nextToken } = page(engine.listStateMachines().stateMachines, input);
    return { stateMachines: items.map(withSeconds), ...optional("nextToken", nextToken) };
  },

  DeleteStateMachine: (engine, input) => {
    engine.deleteStateMachine({ stateMachineArn: text(input, "stateMachineArn") });
    return {};
  },

  TagResource: (engine, input) => {
    engine.tagResource({ resourceArn: text(input, "resourceArn"), tags: tags(input) });
    return {};
  },

  UntagResource: (engine, input) => {
    const tagKeys = Array.isArray(input.tagKeys) ? input.tagKeys.map(String) : [];
    engine.untagResource({ resourceArn: text(input, "resourceArn"), tagKeys });
    return {};
  },

  ValidateStateMachineDefinition: (engine, input) =>
    engine.validateStateMachineDefinition({
      definition: text(input, "definition"),
      ...optional("type", machineType(input)),
      ...optional("maxResults", optionalNumber(input, "maxResults")),
    }),

  ListTagsForResource: (engine, input) => engine.listTagsForResource({ resourceArn: text(input, "resourceArn") }),
};

const types: readonly MachineType[] = ["STANDARD", "EXPRESS"];

function machineType(input: JsonObject): MachineType | undefined {
  const given = optionalText(input, "type");
  const type = types.find((candidate) => candidate === given);
  if (given === undefined || type !== undefined) return type;
  throw validationError(
    `Value '${given}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [${types.join(", ")}]`,
  );
}

function publishing(input: JsonObject): { publish: boolean; versionDescription?: string } {
  return { publish: flag(input, "publish", false), ...optional("versionDescription", optionalText(input, "versionDescription")) };
}

function settings({ loggingConfiguration, tracingConfiguration }: JsonObject): {
  loggingConfiguration?: JsonObject;
  tracingConfiguration?: JsonObject;
} {
  return {
    ...(isObject(loggingConfiguration) ? { loggingConfiguration } : {}),
    ...(isObject(tracingConfiguration) ? { tracingConfiguration } : {}),
  };
}
