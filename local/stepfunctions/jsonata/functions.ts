/** Functions that Step Functions adds to JSONata, and built-in ones that would take too long as they are. */
import { createHash, randomUUID } from "node:crypto";
import type { Expression } from "jsonata";
import { javaRandom } from "../java-random.ts";
import { isObject } from "../json.ts";
import { limits, tooLarge } from "./limits.ts";

const digests = new Map([
  ["MD5", "md5"],
  ["SHA-1", "sha1"],
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
]);

/** What the jsonata package hands to a function as `this`. */
interface Focus {
  createSequence(): unknown[];
}

/** Registers them with one expression; `$eval` is taken away, as on AWS. */
export function registerFunctions(expression: Expression): void {
  expression.assign("eval", undefined);
  expression.registerFunction("partition", partition, "<an:a>");
  expression.registerFunction(
    "range",
    function (this: unknown, first: number, last: number, step: number): unknown[] {
      return range((this as Focus).createSequence(), first, last, step);
    },
    "<nnn:a>",
  );
  expression.registerFunction("hash", hash, "<xs:s>");
  expression.registerFunction("random", (seed?: number) => (seed === undefined ? Math.random() : javaRandom(seed)), "<n?:n>");
  expression.registerFunction("uuid", () => randomUUID(), "<:s>");
  expression.registerFunction("parse", (text: string) => JSON.parse(text) as unknown, "<s:x>");
  expression.registerFunction("distinct", distinct, "<x:x>");
  expression.registerFunction("pad", pad, "<s-ns?:s>");
}

function partition(items: readonly unknown[] | undefined, size: number): unknown[][] | undefined {
  if (items === undefined) return undefined;
  if (!Number.isInteger(size) || size < 1) throw new RangeError("The size of $partition must be a positive integer");
  const parts: unknown[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}

/** The last number is included when a step lands on it; a sequence of one is that one. */
function range(numbers: unknown[], first: number, last: number, step: number): unknown[] {
  if (step === 0) throw new RangeError("The step of $range must not be 0");
  const count = Math.floor((last - first) / step) + 1;
  if (count > limits.items) throw tooLarge();
  for (let index = 0; index < count; index += 1) numbers.push(first + index * step);
  return numbers;
}

function hash(value: unknown, algorithm: string): string | undefined {
  if (value === undefined) return undefined;
  const digest = digests.get(algorithm);
  if (digest === undefined) throw new TypeError(`$hash knows ${[...digests.keys()].join(", ")}, not ${algorithm}`);
  return createHash(digest)
    .update(typeof value === "string" ? value : JSON.stringify(value))
    .digest("hex");
}

/** The built-in one compares each with each. */
function distinct(this: unknown, items: unknown): unknown {
  if (!Array.isArray(items) || items.length <= 1) return items;
  const seen = new Set<string>();
  const result = "sequence" in items ? (this as Focus).createSequence() : [];
  for (const item of items) {
    const key = canonical(item);
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(item);
  }
  return result;
}

/** The same text for values that are equal, whatever the order of their members. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "function") return "function";
  if (!isObject(value)) return JSON.stringify(value) ?? "undefined";
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** The built-in one makes an array as long as the text. */
function pad(text: string | undefined, width: number, padding = " "): string | undefined {
  if (text === undefined) return undefined;
  const missing = Math.abs(Math.trunc(width)) - [...text].length;
  if (missing <= 0) return text;
  if (missing > limits.characters) throw tooLarge();
  const characters = padding === "" ? [" "] : [...padding];
  const added = Array.from({ length: missing }, (_, index) => characters[index % characters.length]).join("");
  return width > 0 ? text + added : added + text;
}
