/** Turns values between the SDK clients' shape and Step Functions', guided by the schemas that the clients carry. */
import { isObject, type JsonObject, setMember } from "../json.ts";
import { memberName } from "./names.ts";

/** How a model's member is called in a Task: Java SDK v2's names, or the model's own. */
export type Naming = (name: string) => string;

/** A schema as SDK clients hold them: a number, a thunk, a static schema, or `[schema, traits]` of a member. */
export type Schema = unknown;

const kind = { list: 1, map: 2, structure: 3, union: 4, error: -3 } as const;
const simple = { firstTimestamp: 4, lastTimestamp: 7, blob: 21, streamingBlob: 42, listOf: 64, mapOf: 128 } as const;

interface Structure {
  readonly members: readonly (readonly [name: string, schema: Schema, required: boolean])[];
}

/** A member that the service's model does not have. */
export class UnknownMemberError extends Error {
  override readonly name = "UnknownMemberError";
}

/** The schema behind thunks and traits. */
export function resolve(schema: Schema): Schema {
  let current = schema;
  for (;;) {
    if (typeof current === "function") current = (current as () => Schema)();
    else if (Array.isArray(current) && current.length === 2) current = current[0];
    else if (Array.isArray(current) && current[0] === 0) current = current[4];
    else return current;
  }
}

export function structure(schema: Schema): Structure | undefined {
  if (!Array.isArray(schema) || ![kind.structure, kind.union, kind.error].includes(schema[0])) return undefined;
  const names = (schema[4] ?? []) as string[];
  const schemas = (schema[5] ?? []) as Schema[];
  // Required members come first, and their number last.
  const required = Number(schema[6] ?? 0);
  return { members: names.map((name, index) => [name, schemas[index], index < required] as const) };
}

/** What a list holds. */
export function elementOf(schema: Schema): Schema | undefined {
  if (typeof schema === "number") return schema >= simple.listOf && schema < simple.mapOf ? schema - simple.listOf : undefined;
  return Array.isArray(schema) && schema[0] === kind.list ? schema[4] : undefined;
}

/** What a map holds. */
export function valueOfMap(schema: Schema): Schema | undefined {
  if (typeof schema === "number") return schema >= simple.mapOf && schema < 256 ? schema - simple.mapOf : undefined;
  return Array.isArray(schema) && schema[0] === kind.map ? schema[5] : undefined;
}

export function isTimestamp(schema: Schema): boolean {
  return typeof schema === "number" && schema >= simple.firstTimestamp && schema <= simple.lastTimestamp;
}

export function isBlob(schema: Schema): boolean {
  return schema === simple.blob || schema === simple.streamingBlob;
}

/**
 * Parameters of a Task as input of a client's command.
 *
 * @throws UnknownMemberError naming the member and where it stands
 */
export function toClient(value: unknown, schema: Schema, naming: Naming = memberName, path = ""): unknown {
  const resolved = resolve(schema);
  const shape = structure(resolved);
  if (shape !== undefined && isObject(value)) return structureToClient(value, shape, naming, path);
  const element = elementOf(resolved);
  if (element !== undefined && Array.isArray(value))
    return value.map((item, index) => toClient(item, element, naming, `${path}[${index}]`));
  const member = valueOfMap(resolved);
  if (member !== undefined && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toClient(item, member, naming, `${path}/${name}`)]));
  }
  if (isTimestamp(resolved) && (typeof value === "string" || typeof value === "number")) {
    return new Date(typeof value === "number" ? value * 1000 : value);
  }
  if (isBlob(resolved)) return Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  return value;
}

function structureToClient(value: JsonObject, { members }: Structure, naming: Naming, path: string): JsonObject {
  const byName = new Map(members.map(([name, schema]) => [naming(name), [name, schema] as const]));
  const result: JsonObject = {};
  for (const [name, item] of Object.entries(value)) {
    const member = byName.get(name);
    if (member === undefined)
      throw new UnknownMemberError(`The field '${path === "" ? name : `${path}/${name}`}' is not supported by Step Functions`);
    setMember(result, member[0], toClient(item, member[1], naming, path === "" ? name : `${path}/${name}`));
  }
  return result;
}

/** A client's answer as the result of a Task: modelled members only, timestamps and blobs as texts. */
export async function fromClient(value: unknown, schema: Schema, naming: Naming = memberName): Promise<unknown> {
  const resolved = resolve(schema);
  const shape = structure(resolved);
  if (shape !== undefined && isObject(value)) {
    const result: JsonObject = {};
    for (const [name, member] of shape.members) {
      if (value[name] !== undefined) setMember(result, naming(name), await fromClient(value[name], member, naming));
    }
    return result;
  }
  const element = elementOf(resolved);
  if (element !== undefined && Array.isArray(value)) return Promise.all(value.map((item) => fromClient(item, element, naming)));
  const member = valueOfMap(resolved);
  if (member !== undefined && isObject(value)) {
    const entries = Object.entries(value).map(async ([name, item]) => [name, await fromClient(item, member, naming)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
  if (value instanceof Date) return timestampText(value);
  return isBlob(resolved) ? blobText(value) : value;
}

/** As Java's Instant prints it: no fraction when it is zero. */
function timestampText(value: Date): string {
  return value.toISOString().replace(".000Z", "Z");
}

function blobText(value: unknown): unknown {
  if (typeof value === "object" && value !== null && "transformToString" in value) {
    const { transformToString } = value as { transformToString(): string | Promise<string> };
    if (!(value instanceof Uint8Array)) return transformToString.call(value);
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}
