/** Decides which way an object takes into the test environment; pure. */
import type { Compression, Format } from "../masking/formats/index.ts";
import { findPrefix, type Rules } from "../masking/rules/index.ts";

/** The form in which an object's body is masked. */
export type BodyFormat = Exclude<Format, "dynamodb">;

/** The ways: see the contract's `ManifestLine`. */
export type Route = "copy" | BodyFormat | "drop";

const byExtension: ReadonlyMap<string, BodyFormat> = new Map([
  ["ndjson", "ndjson"],
  ["jsonl", "ndjson"],
  ["json", "json"],
  ["csv", "csv"],
  ["tsv", "csv"],
  ["parquet", "parquet"],
  ["txt", "text"],
  ["log", "text"],
]);
const wrappers: ReadonlyMap<string, Compression> = new Map([
  ["gz", "gzip"],
  ["zst", "zstd"],
]);

/**
 * An object below a prefix that the rules declare harmless is copied as it is; what its name says is JSON, CSV, TSV, Parquet or
 * text is masked, packed or not; what nobody can mask is not brought over. What is empty (a folder's marker, `_SUCCESS`) has
 * only a name to mask.
 *
 * @example
 * ```ts
 * routeOf("billing/exports/0001.csv.gz", rules, 120); // "csv"
 * ```
 */
export function routeOf(key: string, rules: Rules, size?: number): Route {
  if (findPrefix(rules, key) !== undefined) return "copy";
  const format = byExtension.get(bodyOf(key).extension);
  // An empty file is no Parquet, and whoever reads it as such finds it broken.
  if (size === 0) return format === "parquet" ? "drop" : "ndjson";
  return format ?? "drop";
}

/**
 * What an object's name says of its body: the extension of its form, and how it is packed.
 *
 * @example
 * ```ts
 * bodyOf("billing/exports/0001.csv.gz"); // { extension: "csv", compression: "gzip" }
 * ```
 */
export function bodyOf(key: string): { readonly extension: string; readonly compression: Compression | undefined } {
  const last = extensionOf(key);
  const compression = wrappers.get(last);
  return { extension: compression === undefined ? last : extensionOf(key.slice(0, -last.length - 1)), compression };
}

/** What follows the last dot of the object's name, in lower case; "" when nothing does. */
export function extensionOf(key: string): string {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}
