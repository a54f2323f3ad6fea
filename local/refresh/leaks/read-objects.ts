/** Reads every text of a service's objects: cells of JSON lines and CSV, the bytes of everything else, and the keys. */
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { parse } from "csv-parse/sync";
import { inParallel } from "../seed/in-parallel.ts";
import { type Place, placeMaker, type Sink, walkJson } from "./cells.ts";

/** Where a service's objects lie. */
export interface ObjectArea {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Hands the objects' texts to the sink.
 *
 * @param skip - says which keys are declared harmless: their bytes are read all the same, as bytes
 * @param emailsInKeys - production: of a key only what looks like an e-mail is a value, the rest is a path
 */
export async function readObjects(
  area: ObjectArea,
  service: string,
  harmless: (key: string) => boolean,
  emailsInKeys: boolean,
  sink: Sink,
): Promise<void> {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: area.s3 }, { Bucket: area.bucket, Prefix: area.prefix })) {
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
  }
  const keyPlace: Place = { store: "s3", service, tables: ["keys"], names: ["(key)"], label: `s3 ${area.prefix} keys` };
  const places = new Map<string, (names: readonly string[]) => Place>();
  await inParallel(4, keys, async (key) => {
    if (emailsInKeys) for (const part of key.split("/").filter((piece) => piece.includes("@"))) sink.text(keyPlace, part);
    else sink.bytes(keyPlace, Buffer.from(key));
    const { Body, Metadata } = await area.s3.send(new GetObjectCommand({ Bucket: area.bucket, Key: key }));
    const body = Buffer.from((await Body?.transformToByteArray()) ?? new Uint8Array());
    const folders = key.split("/").slice(1, -1);
    const label = `${area.prefix}${folders[0] ?? ""}`;
    // A folder that is a person's e-mail must not become the name of a place.
    const tables = [...new Set([folders[0], folders.at(-1)])].filter((name) => name !== undefined).filter((name) => !name.includes("@"));
    const place = places.get(label) ?? placeMaker("s3", service, tables, label);
    places.set(label, place);
    for (const value of Object.values(Metadata ?? {})) sink.bytes(place(["(metadata)"]), Buffer.from(value));
    if (harmless(key)) sink.bytes(place([]), body);
    else readBody(key, key.endsWith(".gz") ? gunzipSync(body) : body, place, sink);
  });
}

function readBody(key: string, body: Buffer, place: (names: readonly string[]) => Place, sink: Sink): void {
  const name = key.replace(/\.gz$/, "");
  if (/\.(?:ndjson|jsonl)$/.test(name)) {
    for (const line of body.toString("utf8").split("\n")) if (line.trim()) walkJson(JSON.parse(line), [], place, sink);
  } else if (name.endsWith(".csv")) {
    const rows = parse(body, { relax_column_count: true, bom: true }) as string[][];
    const [header = [], ...rest] = rows;
    for (const row of rest) row.forEach((cell, i) => void sink.text(place([header[i] ?? `column ${i + 1}`]), cell));
  } else sink.bytes(place([]), body);
}
