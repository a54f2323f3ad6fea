/** Proves that a masked file holds nothing of the file that it was made from: with the prover's own scanners, none of the maskers. */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { parseTemplate } from "../../handlers/masking/engine/index.ts";
import { unpack } from "../../handlers/masking/formats/index.ts";
import { rulesOf } from "../../handlers/masking/operations/proving/rules-of.ts";
import {
  FingerprintSet,
  JsonScanner,
  type Look,
  type Original,
  originalsOf,
  Place,
  type PlaceCounts,
  Proof,
  type ScopeRules,
  scanCsv,
  scanLine,
  scanParquet,
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
  await scanFile(before, given, collector(originals, about, source));
  const proof = new Proof({ keys, originals, lists: rules.lists });
  const scope = proof.scope(after, about);
  await scanFile(after, given, scope.look);
  return { originals: originals.size, places: proof.counts.all(), leaks: proof.leaks() };
}

const redact = parseTemplate("{{redact}}");

/** Takes the fingerprint of every original that its rule left room enough. */
function collector(originals: FingerprintSet, { templatesOf }: ScopeRules, { keys, rules }: KeyedSource): Look {
  const byPlace = new Map<Place, readonly Original[]>();
  return (place, text, kind) => {
    if (kind === "null" || kind === "boolean" || kind === "name" || text === "") return;
    let made = byPlace.get(place);
    if (made === undefined) {
      const templates = templatesOf(place);
      // A number without a rule passes, so it is no original that may not come back.
      const undeclared = kind === "number" ? [] : [undefined];
      made = (templates.length === 0 ? undeclared : templates).map((template) => originalsOf(template ?? redact, keys, rules.lists));
      byPlace.set(place, made);
    }
    for (const original of made) {
      const print = original(text);
      if (print !== undefined) originals.add(print);
    }
  };
}

async function scanFile(file: string, given: Partial<InputForm>, look: Look): Promise<void> {
  const input = await openInput(createReadStream(file), file);
  const format = given.format ?? input.format;
  if (format === undefined) throw new MaskUsageError(`What ${file} is cannot be seen: say it with --format.`);
  const root = Place.root(format === "dynamodb" ? "dynamodb" : "json");
  const { compression } = input;
  const chunks = compression === undefined ? input.chunks : unpack(input.chunks, compression);
  switch (format) {
    case "csv":
      await scanCsv(chunks, root, look);
      return;
    case "parquet":
      return scanParquetFile(file, root, look);
    case "text":
      for await (const line of createInterface({ input: Readable.from(chunks) })) scanLine(line, root, look);
      return;
    default: {
      const scanner = new JsonScanner(root, look);
      const decoder = new TextDecoder("utf-8");
      for await (const chunk of chunks) scanner.push(decoder.decode(chunk, { stream: true }));
      scanner.push(decoder.decode());
      scanner.end();
    }
  }
}

async function scanParquetFile(file: string, root: Place, look: Look): Promise<void> {
  const { size } = await stat(file);
  const handle = await open(file);
  try {
    const slice = async (start: number, end = size): Promise<ArrayBuffer> => {
      const from = start < 0 ? size + start : start;
      const bytes = new Uint8Array(end - from);
      await handle.read(bytes, 0, bytes.length, from);
      return bytes.buffer;
    };
    await scanParquet({ byteLength: size, slice }, root, look);
  } finally {
    await handle.close();
  }
}
