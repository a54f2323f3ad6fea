/** Reads and checks the members of a request, and words their constraints as AWS does. */
import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";

export function validationError(problem: string): ApiError {
  return new ApiError("ValidationException", `1 validation error detected: ${problem}`);
}

/** @throws ApiError ValidationException when the member is missing or no text */
export function text(input: JsonObject, member: string): string {
  const value = optionalText(input, member);
  if (value !== undefined) return value;
  throw validationError(`Value null at '${member}' failed to satisfy constraint: Member must not be null`);
}

export function optionalText(input: JsonObject, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new ApiError("SerializationException", `The member '${member}' must be a string`);
}

export function optionalNumber(input: JsonObject, member: string): number | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number") return value;
  throw new ApiError("SerializationException", `The member '${member}' must be a number`);
}

export function flag(input: JsonObject, member: string, fallback: boolean): boolean {
  return typeof input[member] === "boolean" ? input[member] : fallback;
}

/** `{ name: value }`, or nothing when the value is undefined. */
export function optional<Name extends string, T>(name: Name, value: T | undefined): { [key in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]: T });
}

/** Tags of a request. */
export function tags(input: JsonObject): { key: string; value: string }[] {
  const list = Array.isArray(input.tags) ? (input.tags as { key: string; value: string }[]) : [];
  return list.map(({ key, value }) => ({ key: String(key), value: String(value) }));
}

/** Milliseconds as the API's seconds. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** Turns the dates of an answer into seconds. */
export function withSeconds<T extends object>(value: T): object {
  const dates = ["creationDate", "startDate", "stopDate", "updateDate", "redriveDate"];
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, dates.includes(name) && typeof member === "number" ? member / 1000 : member]),
  );
}
