/** Brings what Terraform states and what AWS answers into one form, so that only meaning is compared. */
import { permissionsOf } from "./policy.ts";

/** A value in its compared form: a set's elements are texts, an object's members are compared one by one. */
export type Canonical =
  | string
  | number
  | boolean
  | undefined
  | readonly string[]
  | ReadonlySet<string>
  | { readonly [name: string]: Canonical };

/** Gives a field's compared form; the same for both sides. */
export type As = (value: unknown) => Canonical;

/** Something as it is; numbers and booleans that came as texts are still different from numbers and booleans. */
export const plain: As = (value) => {
  if (value === null || value === undefined) return undefined;
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
};

/** A flag; AWS leaves out what is false. */
export const flag: As = (value) => value === true || value === "true";

/** A number; some services answer it as text. */
export const number: As = (value) => (value === null || value === undefined || value === "" ? undefined : Number(value));

/** A text; absent and empty are the same. */
export const orEmpty: As = (value) => (value === null || value === undefined ? "" : String(value));

/** A value that AWS leaves out when it is this one. */
export const orDefault =
  (standard: string | number): As =>
  (value) =>
    value === null || value === undefined || value === "" ? standard : typeof standard === "number" ? Number(value) : String(value);

/** A list whose order counts. */
export const list: As = (value) => (Array.isArray(value) ? value.map(String) : []);

/** A list whose order does not count: of texts, or of objects. */
export const set: As = (value) =>
  new Set(Array.isArray(value) ? value.map((item) => (typeof item === "string" ? item : stable(item))) : []);

/** An object whose members are compared one by one, each in this form. */
export const members =
  (as: As): As =>
  (value) =>
    Object.fromEntries(Object.entries((value ?? {}) as Record<string, unknown>).map(([name, item]) => [name, as(item)]));

/** Tags without AWS's own, and without the one that says which night made the resource. */
export const tags: As = (value) =>
  Object.fromEntries(
    Object.entries((value ?? {}) as Record<string, string>).filter(([name]) => !name.startsWith("aws:") && name !== "RefreshRun"),
  );

/** A key by ARN or id, or an alias; an AWS managed key, by whatever name, is no key of ours. */
export const keyId: As = (value) => {
  const text = typeof value === "string" ? value : "";
  if (/(?:^|:)alias\/aws\//.test(text)) return "";
  const alias = text.indexOf("alias/");
  return alias >= 0 ? text.slice(alias) : text.slice(text.lastIndexOf("/") + 1);
};

/** A version's first number. */
export const majorVersion: As = (value) => String(value ?? "").split(".")[0] ?? "";

/** The last part of a log group's ARN, or its name: `arn:…:log-group:NAME:*`. */
export const logGroupName: As = (value) => {
  const text = String(value ?? "").replace(/:\*$/, "");
  const at = text.indexOf(":log-group:");
  return at < 0 ? text : text.slice(at + ":log-group:".length);
};

/** A policy as the set of its single permissions; an account's number is the account's root. */
export const policy: As = (value) => permissionsOf(value);

/** Any JSON, without its order of members. */
export const json: As = (value) => {
  if (value === null || value === undefined || value === "") return undefined;
  return stable(typeof value === "string" ? parsed(value) : value);
};

/** JSON with sorted members, without what is null or undefined. */
export function stable(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "";
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, sorted(item)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
