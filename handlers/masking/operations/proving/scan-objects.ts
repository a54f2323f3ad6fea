/** Scans the staged objects: their keys, and everything in those that were masked. */
import { createInterface } from "node:readline";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { inParallel } from "../../../shared/in-parallel.ts";
import { staging } from "../../../shared/layout.ts";
import { listObjects } from "../../../shared/objects.ts";
import { scanCsvStream, scanNdjson, scanText } from "../../prove/index.ts";
import { findPrefix, type Rules, tablesOfKey } from "../../rules/index.ts";
import type { Tally } from "./tally.ts";

const atOnce = 4;
const documentBytes = 32 * 1024 * 1024;

/** Looks at every staged object of the services; what is declared harmless is not judged. */
export async function scanObjects(
  s3: S3Client,
  bucket: string,
  runId: string,
  services: readonly string[],
  rules: Rules,
  tally: Tally,
): Promise<void> {
  const prefix = staging.objects(runId);
  for (const service of services) {
    const keys: { key: string; size: number }[] = [];
    for await (const { key, size } of listObjects(s3, bucket, `${prefix}${service}/`)) keys.push({ key: key.slice(prefix.length), size });
    await inParallel(atOnce, keys, async ({ key, size }) => {
      if (findPrefix(rules, key) !== undefined) return;
      scanKey(service, key, tally);
      const { Body, ContentEncoding, Metadata } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}${key}` }));
      const about = { service, table: tablesOfKey(key), where: `s3 ${service}/*.${key.split(".").at(-1)?.slice(0, 8)}` };
      for (const [name, value] of Object.entries(Metadata ?? {})) tally.look({ place: name, text: value }, { ...about, record: "" });
      const packed = Body as Readable;
      const body = ContentEncoding === "gzip" ? (pipeline([packed, createGunzip()], () => {}) as unknown as Readable) : packed;
      if (key.toLowerCase().endsWith(".csv")) await scanCsvBody(body, about, tally);
      else await scanJsonBody(body, key.toLowerCase().endsWith(".json") && size <= documentBytes, about, tally);
    });
  }
}

// The key, its pieces, and the words of these; the first folder is a name like that of a table.
function scanKey(service: string, key: string, tally: Tally): void {
  for (const [i, piece] of key.split("/").slice(1).entries()) {
    const stem = piece.replace(/(?:\.[a-z][a-z0-9]{0,7}){1,2}$/i, "");
    for (const text of new Set([piece, stem])) {
      if (/^[0-9]{1,8}$/.test(text)) continue;
      for (const { text: part } of scanText(text))
        tally.look({ place: i === 0 ? "#name" : "key", text: part }, { service, table: [], where: `s3 ${service}/ key`, record: "" });
    }
  }
}

type About = { readonly service: string; readonly table: readonly string[]; readonly where: string };

async function scanJsonBody(body: Readable, document: boolean, about: About, tally: Tally): Promise<void> {
  const look = (record: string): void => {
    for (const leaf of scanNdjson(record)) tally.look(leaf, { ...about, record });
  };
  if (!document) {
    for await (const line of createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY })) look(line);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  let one = true;
  try {
    JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    one = false;
  }
  for (const record of one ? [text] : text.split(/\r?\n/)) look(record);
}

async function scanCsvBody(body: Readable, about: About, tally: Tally): Promise<void> {
  const iterator = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const header =
    first.value
      .toString("utf8")
      .split(/\r?\n/, 1)[0]
      ?.replace(/"[^"]*"/g, "") ?? "";
  const separators = [",", ";", "\t", "|"];
  const separator = separators.reduce((best, one) => (header.split(one).length > header.split(best).length ? one : best));
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  for await (const leaf of scanCsvStream(all(), separator)) tally.look(leaf, { ...about, record: "" });
}
