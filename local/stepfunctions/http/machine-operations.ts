/** Operations on state machines and their tags. */
import { ApiError } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";
import { optional, optionalText, tags, text, withSeconds } from "./members.ts";
import type { Operation } from "./operations.ts";
import { page } from "./paging.ts";

export const machineOperations: Record<string, Operation> = {
  CreateStateMachine: (engine, input) => {
    if (input.publish === true)
      throw new ApiError("UnsupportedOperation", "Versions of state machines (publish) are not supported by this engine yet", 501);
    const created = engine.createStateMachine({
      name: text(input, "name"),
      definition: text(input, "definition"),
      roleArn: text(input, "roleArn"),
      ...(optional("type", optionalText(input, "type")) as { type?: "STANDARD" }),
      ...settings(input),
      tags: tags(input),
    });
    return withSeconds(created);
  },

  UpdateStateMachine: (engine, input) => {
    if (input.publish === true)
      throw new ApiError("UnsupportedOperation", "Versions of state machines (publish) are not supported by this engine yet", 501);
    const updated = engine.updateStateMachine({
      stateMachineArn: text(input, "stateMachineArn"),
      ...optional("definition", optionalText(input, "definition")),
      ...optional("roleArn", optionalText(input, "roleArn")),
      ...settings(input),
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

  ListTagsForResource: (engine, input) => engine.listTagsForResource({ resourceArn: text(input, "resourceArn") }),
};

function settings({ loggingConfiguration, tracingConfiguration }: JsonObject): {
  loggingConfiguration?: JsonObject;
  tracingConfiguration?: JsonObject;
} {
  return {
    ...(isObject(loggingConfiguration) ? { loggingConfiguration } : {}),
    ...(isObject(tracingConfiguration) ? { tracingConfiguration } : {}),
  };
}
