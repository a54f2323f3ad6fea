/** What bringing a resource of the local AWS to its expected state needs. */
import type { Fields, KindName } from "../../../handlers/parity-validation/expectations.ts";
import type { ParityClients } from "../../../handlers/parity-validation/live/index.ts";

/** Contents that expectations do not have: of parameters, machines and documents. */
export interface Contents {
  /** A parameter's value. */
  parameter(name: string): string;
  /** A state machine's definition. */
  definition(name: string): string;
  /** A document's text. */
  document(name: string): string;
}

/** Makes a resource, or brings one that is there back to what is expected. */
export type Put<K extends KindName> = (clients: ParityClients, name: string, fields: Fields<K>, contents: Contents) => Promise<unknown>;

/** Whether something is there: false when AWS says that it is not. */
export async function isThere(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    const { name = "", $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 404 || /NotFound|NoSuch|DoesNotExist|NonExistent|InvalidDocument/.test(name)) return false;
    throw error;
  }
}

/** Tags as a list. */
export const tagList = (tags: Readonly<Record<string, string>> | null | undefined): { Key: string; Value: string }[] =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

/** The tags that are there and not expected. */
export const tooMany = (there: Readonly<Record<string, string>>, expected: Readonly<Record<string, string>> | null | undefined): string[] =>
  Object.keys(there).filter((name) => !Object.hasOwn(expected ?? {}, name));

/** JSON as text. */
export const textOf = (document: unknown): string => (typeof document === "string" ? document : JSON.stringify(document));
