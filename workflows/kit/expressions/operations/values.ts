/** Values in other forms: JSON, hashes, base64, literals, tokens. */
import { expression } from "../expression.ts";
import type { Expr, Ref } from "../types.ts";
import { call } from "./make.ts";

/** The value as JSON text. */
export const stringify = (value: Ref<unknown>): Expr<string> => call("stringify", value);
/** The value of a JSON text; the caller states its type. */
export const parseJson = <V>(value: Ref<string>): Expr<V> => call("parseJson", value);
/** The hash of a text, in hexadecimal digits. */
export const hash = (value: Ref<string>, algorithm: "MD5" | "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512" = "SHA-256"): Expr<string> =>
  call("hash", value, algorithm);
/** A new random UUID (version 4), another one at every use. */
export const uuid = (): Expr<string> => call("uuid");
/** The text in base64; at most 10,000 characters. */
export const base64 = (value: Ref<string>): Expr<string> => call("base64", value);
/** The text that was encoded in base64. */
export const fromBase64 = (value: Ref<string>): Expr<string> => call("fromBase64", value);
/** A value that stands for itself, where an expression is asked for. */
export const literal = <const V>(value: V): Expr<V> => expression({ kind: "literal", value });

/**
 * A value that Terraform fills in: printed as `${name}`.
 *
 * @throws TypeError when the name is not a Terraform identifier in snake case
 */
export function token(name: string): Expr<string> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`The token "${name}" is not in snake case: letters, digits, underscores.`);
  return expression({ kind: "token", name });
}
