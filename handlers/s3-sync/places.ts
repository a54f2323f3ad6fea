/** Where an object lies, said without its name: reports may name no customer. */
import { bodyOf } from "./routes.ts";

/**
 * The service, its first folder and the kind of file.
 *
 * @example
 * ```ts
 * placeOf("billing/receipts/ana@corp.example/latest.ndjson"); // "billing/receipts/*.ndjson"
 * ```
 */
export function placeOf(key: string): string {
  const [service = "", ...rest] = key.split("/");
  const first = rest.length > 1 ? (rest[0] ?? "") : "";
  const folder = first === "" ? "" : `${/^[a-z][a-z_-]{0,39}$/i.test(first) ? first : "*"}/`;
  const { extension, compression } = bodyOf(key);
  const ends = [extension, ...(compression === undefined ? [] : [compression === "gzip" ? "gz" : "zst"])];
  return `${service}/${folder}*${ends.flatMap((end) => (/^[a-z0-9]{1,8}$/.test(end) ? [`.${end}`] : [])).join("")}`;
}
