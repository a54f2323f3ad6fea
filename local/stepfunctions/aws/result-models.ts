/** Holds mocked results against the models that the SDK's clients carry: types, required members, enumerations. */
import type { TaskResource } from "../definition/resource.ts";
import { isObject } from "../json.ts";
import type { ResultModels, ValidationMode } from "../test-state/index.ts";
import { type ClientModule, findOperation, loadClient } from "./clients.ts";
import { memberName, upperFirst } from "./names.ts";
import { elementOf, isBlob, isTimestamp, type Naming, resolve, type Schema, structure, valueOfMap } from "./schema.ts";

/** The clients behind optimized integrations. */
const optimized: Readonly<Record<string, string>> = {
  dynamodb: "dynamodb",
  events: "eventbridge",
  lambda: "lambda",
  sns: "sns",
  sqs: "sqs",
  states: "sfn",
};

interface Check {
  readonly module: ClientModule;
  readonly naming: Naming;
  readonly mode: ValidationMode;
}

/**
 * Models of the installed clients; results of other services are taken as they are. Lengths and ranges are not checked: the
 * clients don't carry them.
 */
export function awsResultModels(): ResultModels {
  return {
    problem: async ({ service, action, pattern }: TaskResource, result, mode) => {
      const sdk = service.startsWith("aws-sdk:");
      const name = sdk ? service.slice("aws-sdk:".length) : Object.hasOwn(optimized, service) ? optimized[service] : undefined;
      // What a token or the end of a job brings is not what the call answers.
      const load = name === undefined || pattern !== undefined ? undefined : loadClient(name);
      if (load === undefined) return undefined;
      const module = await load();
      const operation = findOperation(module, action);
      if (operation === undefined) return undefined;
      return problemIn(result, operation.output, "result", { module, naming: sdk ? memberName : upperFirst, mode });
    },
  };
}

function problemIn(value: unknown, schema: Schema, field: string, check: Check): string | undefined {
  const resolved = resolve(schema);
  const shape = structure(resolved);
  if (shape !== undefined) {
    if (!isObject(value)) return `Field '${field}' must be an object`;
    for (const [name, member, required] of shape.members) {
      const own = check.naming(name);
      if (Object.hasOwn(value, own)) {
        const problem = problemIn(value[own], member, own, check);
        if (problem !== undefined) return problem;
      } else if (required && check.mode === "STRICT") return `Required field '${own}' is missing`;
    }
    return undefined;
  }
  const element = elementOf(resolved);
  if (element !== undefined) {
    if (!Array.isArray(value)) return `Field '${field}' must be an array`;
    return firstProblem(value, element, field, check);
  }
  const valueSchema = valueOfMap(resolved);
  if (valueSchema !== undefined) {
    if (!isObject(value)) return `Field '${field}' must be an object`;
    return firstProblem(Object.values(value), valueSchema, field, check);
  }
  return simpleProblem(value, resolved, field, check);
}

function firstProblem(values: readonly unknown[], schema: Schema, field: string, check: Check): string | undefined {
  for (const value of values) {
    const problem = problemIn(value, schema, field, check);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function simpleProblem(value: unknown, schema: Schema, field: string, { module }: Check): string | undefined {
  // Optimized integrations give a function's payload parsed.
  if (field === "Payload") return undefined;
  if (schema === 1 || schema === 17 || schema === 19) return typeof value === "number" ? undefined : `Field '${field}' must be a number`;
  if (schema === 2) return typeof value === "boolean" ? undefined : `Field '${field}' must be a boolean`;
  if (schema !== 0 && !isBlob(schema) && !isTimestamp(schema)) return undefined;
  if (typeof value !== "string") return `Field '${field}' must be a string`;
  return schema === 0 && !isExpected(value, module[field]) ? `Field '${field}' is not an expected value` : undefined;
}

/** Clients export an enumeration under its type's name, which a member of that type mostly has as well. */
function isExpected(value: string, enumeration: unknown): boolean {
  if (!isObject(enumeration)) return true;
  const values = Object.values(enumeration);
  return values.length === 0 || !values.every((one) => typeof one === "string") || values.includes(value);
}
