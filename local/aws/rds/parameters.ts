/** Reads the parameters of a query-protocol request, where every value is text. */
import { invalidValue, missing } from "./faults.ts";

export type Parameters = Readonly<Record<string, unknown>>;
export type Tag = { readonly key: string; readonly value: string };

/** An optional text. */
export function text(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** A text that must be there. @throws AwsError MissingParameter */
export function required(parameters: Parameters, name: string): string {
  const value = text(parameters, name);
  if (value === undefined || value === "") throw missing(name);
  return value;
}

/** An optional boolean. @throws AwsError InvalidParameterValue */
export function flag(parameters: Parameters, name: string): boolean | undefined {
  const value = text(parameters, name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (value !== "true" && value !== "false") throw invalidValue(`${name} must be true or false.`);
  return value === "true";
}

/** An optional number. @throws AwsError InvalidParameterValue */
export function number(parameters: Parameters, name: string): number | undefined {
  const value = text(parameters, name);
  if (value === undefined) return undefined;
  const parsed = Number(value);
  if (value.trim() === "" || !Number.isFinite(parsed)) throw invalidValue(`${name} must be a number.`);
  return parsed;
}

/** A nested structure; empty when absent. */
export function structure(parameters: Parameters, name: string): Parameters {
  const value = parameters[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Parameters) : {};
}

/** A list, whether the gateway has unwrapped it (`[…]`) or not (`{ member: { "1": … } }`); undefined when absent. */
export function items(parameters: Parameters, name: string): readonly unknown[] | undefined {
  let value = parameters[name];
  while (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) {
      return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
    }
    if (entries.length !== 1) return [];
    value = entries[0]?.[1];
  }
  if (Array.isArray(value)) return value;
  return value === undefined ? undefined : value === "" ? [] : [value];
}

/** A list of texts; undefined when absent. */
export function texts(parameters: Parameters, name: string): readonly string[] | undefined {
  return items(parameters, name)?.map(String);
}

/** `Tags` of a request. */
export function tags(parameters: Parameters): readonly Tag[] {
  return (items(parameters, "Tags") ?? []).map((item) => {
    const tag = item as Parameters;
    return { key: required(tag, "Key"), value: text(tag, "Value") ?? "" };
  });
}

/** `Filters` of a describe, by name. */
export function filters(parameters: Parameters): ReadonlyMap<string, readonly string[]> {
  return new Map(
    (items(parameters, "Filters") ?? []).map((item) => [required(item as Parameters, "Name"), texts(item as Parameters, "Values") ?? []]),
  );
}

/** One page of a describe: `MaxRecords` 20–100, `Marker` the place after which it goes on. */
export function page<T>(parameters: Parameters, all: readonly T[]): { readonly page: readonly T[]; readonly marker: string | undefined } {
  const size = number(parameters, "MaxRecords") ?? 100;
  if (size < 20 || size > 100) throw invalidValue(`Invalid value ${size} for MaxRecords. Must be between 20 and 100`);
  const marker = text(parameters, "Marker");
  const start = marker === undefined || marker === "" ? 0 : Number(Buffer.from(marker, "base64url").toString("latin1"));
  if (!Number.isInteger(start) || start < 0) throw invalidValue("Invalid marker.");
  const next = start + size;
  return { page: all.slice(start, next), marker: next < all.length ? Buffer.from(String(next)).toString("base64url") : undefined };
}

/**
 * An identifier as RDS stores it: lower case, checked.
 *
 * @throws AwsError InvalidParameterValue
 */
export function newIdentifier(parameters: Parameters, name: string, longest: number): string {
  const value = required(parameters, name).toLowerCase();
  if (value.length > longest || !/^[a-z][a-z0-9-]*$/.test(value) || value.endsWith("-") || value.includes("--")) {
    throw invalidValue(
      `The parameter ${name} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  }
  return value;
}
