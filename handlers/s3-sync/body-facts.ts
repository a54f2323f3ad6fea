/** How an object's body is packed, and whether it can be masked in one call; pure. */
import { type Compression, largestParquet } from "../masking/formats/index.ts";
import type { ManifestLine } from "./manifest.ts";
import { bodyOf } from "./routes.ts";

const mebibyte = 1024 ** 2;

/** The largest object that is masked, in bytes: a call has 15 minutes, and masks some 10 MB a second. Packed, it grows about ten times. */
export const mostMasked = { plain: 5 * 1024 * mebibyte, packed: 512 * mebibyte } as const;

const encodings: ReadonlyMap<string, Compression> = new Map([
  ["gzip", "gzip"],
  ["zstd", "zstd"],
]);

/** How the body is packed, by its Content-Encoding and otherwise by its name; what says both is packed once. */
export function compressionOf({ key, size }: Pick<ManifestLine, "key" | "size">, encoding = ""): Compression | undefined {
  return size === 0 ? undefined : (encodings.get(encoding.toLowerCase()) ?? bodyOf(key).compression);
}

/** Why a body cannot be masked whatever is in it, and what to do; undefined when it can. */
export function bodyProblem(
  { route, size }: Pick<ManifestLine, "route" | "size">,
  compression: Compression | undefined,
): string | undefined {
  if (route === "parquet" && compression !== undefined)
    return "it is Parquet packed once more as a whole: let Parquet pack its columns itself";
  const most = route === "parquet" ? largestParquet : compression === undefined ? mostMasked.plain : mostMasked.packed;
  if (size <= most) return undefined;
  const limit = `it is larger than ${most / mebibyte} MiB${compression === undefined ? "" : " packed"}`;
  const why = route === "parquet" ? "up to which Parquet is masked" : "which is what one call can mask";
  return `${limit}, ${why}: write it in several objects`;
}
