/** Guesses a format from a name and the first bytes. */
import { constants, gunzipSync } from "node:zlib";
import type { Compression } from "./compression.ts";
import type { Format } from "./mask-stream.ts";

/** A guess: what follows the name and the bytes, undefined where neither says anything. */
export interface Guess {
  readonly format: Format | undefined;
  readonly compression: Compression | undefined;
}

const byExtension: ReadonlyMap<string, Format> = new Map([
  ["ndjson", "ndjson"],
  ["jsonl", "ndjson"],
  ["json", "json"],
  ["csv", "csv"],
  ["tsv", "csv"],
  ["parquet", "parquet"],
  ["txt", "text"],
  ["log", "text"],
]);

const headBytes = 64 * 1024;
const startsWith = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);

/**
 * The format of data by its first bytes, then by its name. A DynamoDB export is known by its bytes only.
 *
 * @param name - a file's name or an object's key; "" when there is none
 * @param head - the first bytes, some kilobytes of them
 * @example
 * ```ts
 * guessFormat("exports/accounts.csv.gz", head); // { format: "csv", compression: "gzip" }
 * ```
 */
export function guessFormat(name: string, head: Uint8Array): Guess {
  const compression = startsWith(head, 0x1f, 0x8b) ? "gzip" : startsWith(head, 0x28, 0xb5, 0x2f, 0xfd) ? "zstd" : undefined;
  const plain = compression === "gzip" ? gunzipped(head) : compression === undefined ? head : new Uint8Array(0);
  const named = byExtension.get(extensionOf(name.replace(/\.(?:gz|zst)$/i, "")));
  return { format: byBytes(plain, named) ?? named, compression };
}

function extensionOf(name: string): string {
  return /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}

function gunzipped(head: Uint8Array): Uint8Array {
  try {
    // What is cut off is not missed, and what it unpacks to is bounded.
    return gunzipSync(head.subarray(0, headBytes), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * headBytes });
  } catch {
    return new Uint8Array(0);
  }
}

function byBytes(head: Uint8Array, named: Format | undefined): Format | undefined {
  if (startsWith(head, 0x50, 0x41, 0x52, 0x31)) return "parquet";
  const text = Buffer.from(head.subarray(0, headBytes))
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  if (/^\{\s*"Item"\s*:\s*\{/.test(text) && named !== "csv" && named !== "text") return "dynamodb";
  if (named !== undefined || text === "") return named;
  if (text.startsWith("{") || text.startsWith("[")) return jsonOf(text);
  const [first = ""] = text.split(/\r?\n/, 1);
  return /[,;\t|]/.test(first) ? "csv" : "text";
}

// A line that is a record is one of many; anything else is a document.
function jsonOf(text: string): Format {
  const [first = "", ...more] = text.split(/\r?\n/, 2);
  if (!first.startsWith("{") || more.length === 0) return "json";
  try {
    JSON.parse(first);
    return "ndjson";
  } catch {
    return "json";
  }
}
