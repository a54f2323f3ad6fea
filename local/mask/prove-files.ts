/** Proves that a masked file holds nothing of the file that it was made from: with the prover's own scanners, none of the maskers. */
import { createReadStream } from "node:fs";
import { asyncBufferFromFile } from "hyparquet";
import { unpack } from "../../handlers/masking/formats/index.ts";
import { rulesOf } from "../../handlers/masking/operations/proving/rules-of.ts";
import {
  FingerprintSet,
  type Look,
  Place,
  type PlaceCounts,
  Proof,
  recordOriginals,
  scanParquet,
  scanStream,
} from "../../handlers/masking/prove/index.ts";
import { openInput } from "./input.ts";
import type { InputForm } from "./mask-input.ts";
import type { KeyedSource } from "./source.ts";
import { MaskUsageError } from "./usage-error.ts";

/** What the proof of two files found. */
export interface FileProof {
  /** Originals that were looked for. */
  readonly originals: number;
  readonly places: readonly PlaceCounts[];
  readonly leaks: readonly PlaceCounts[];
}

/**
 * Compares a masked file with its original.
 *
 * @param given - the format, where it is not to be found in the files
 * @throws FormatError or ScanError when a file is not of its format
 */
export async function proveFiles(before: string, after: string, given: Partial<InputForm>, source: KeyedSource): Promise<FileProof> {
  const { keys, rules, service, table, keyAttributes } = source;
  const about = rulesOf(rules, { service, table, keyAttributes: keyAttributes.map(({ name }) => name) });
  const originals = new FingerprintSet();
  await scanFile(before, given, recordOriginals(originals, { keys, lists: rules.lists }, about));
  const proof = new Proof({ keys, originals, lists: rules.lists });
  const scope = proof.scope(after, about);
  await scanFile(after, given, scope.look);
  return { originals: originals.size, places: proof.counts.all(), leaks: proof.leaks() };
}

async function scanFile(file: string, given: Partial<InputForm>, look: Look): Promise<void> {
  const input = await openInput(createReadStream(file), file);
  const format = given.format ?? input.format;
  if (format === undefined) throw new MaskUsageError(`What ${file} is cannot be seen: say it with --format.`);
  const root = Place.root(format === "dynamodb" ? "dynamodb" : "json");
  const { compression } = input;
  const chunks = compression === undefined ? input.chunks : unpack(input.chunks, compression);
  if (format === "parquet") await scanParquet(await asyncBufferFromFile(file), root, look);
  else await scanStream(format === "csv" || format === "text" ? format : "json", chunks, root, look);
}
