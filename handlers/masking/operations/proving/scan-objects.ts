/** Scans the staged objects: their keys, their metadata and tags, and everything in those that were masked. */
import { Readable } from "node:stream";
import { GetObjectCommand, GetObjectTaggingCommand, type S3Client } from "@aws-sdk/client-s3";
import { compressionOf } from "../../../s3-sync/body-facts.ts";
import { inParallel } from "../../../shared/in-parallel.ts";
import { staging } from "../../../shared/layout.ts";
import { listObjects } from "../../../shared/objects.ts";
import { FormatError, unpack } from "../../formats/index.ts";
import { type Place, type Proof, ScanError, type Scope } from "../../prove/index.ts";
import { findPrefix, type Rules, tablesOfKey } from "../../rules/index.ts";
import { rulesOf } from "./rules-of.ts";
import { scanBody } from "./scan-body.ts";

const atOnce = 4;
const extension = /\.[a-z][a-z0-9]{0,7}$/i;

interface Work {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly rules: Rules;
  readonly proof: Proof;
}

/**
 * Looks at every staged object of the services; what is declared harmless is not judged.
 *
 * @throws ScanError when an object is not of the form that its name says
 */
export async function scanObjects(work: Work, runId: string, services: readonly string[]): Promise<void> {
  const { s3, bucket, rules } = work;
  const prefix = staging.objects(runId);
  for (const service of services) {
    const keys: { key: string; size: number }[] = [];
    for await (const { key, size } of listObjects(s3, bucket, `${prefix}${service}/`)) keys.push({ key: key.slice(prefix.length), size });
    const scopes = new Scopes(work, service);
    await inParallel(atOnce, keys, async ({ key, size }) => {
      if (findPrefix(rules, key) !== undefined) return;
      scanKey(key, scopes.ofKeys);
      await scanObject(work, { key, size, Key: `${prefix}${key}` }, scopes);
    });
  }
}

/** The scopes of a service's objects: those of the same folder and form have the same rules, and share what is known of them. */
class Scopes {
  readonly ofKeys: { readonly scope: Scope; readonly root: Place };
  readonly #work: Work;
  readonly #service: string;
  readonly #known = new Map<string, { readonly scope: Scope; readonly root: Place }>();

  constructor(work: Work, service: string) {
    this.#work = work;
    this.#service = service;
    this.ofKeys = this.#made(work.proof.scope(`s3 ${service}/ key`));
  }

  /** The scope of an object's records, or of what is said about it. */
  of(key: string, about: "records" | "metadata"): { readonly scope: Scope; readonly root: Place } {
    const tables = tablesOfKey(key);
    const ending = key.split(".").at(-1)?.slice(0, 8) ?? "";
    const id = JSON.stringify([tables, ending, about]);
    let found = this.#known.get(id);
    if (found === undefined) {
      const { proof, rules } = this.#work;
      const undeclared = about === "records" ? "redacted" : "unknown";
      found = this.#made(
        proof.scope(`s3 ${this.#service}/*.${ending}`, rulesOf(rules, { service: this.#service, table: tables }, undeclared)),
      );
      if (this.#known.size < 1000) this.#known.set(id, found);
    }
    return found;
  }

  #made(scope: Scope): { readonly scope: Scope; readonly root: Place } {
    return { scope, root: scope.root() };
  }
}

// The pieces of the key, whose words the proof looks at itself; the first folder is a name like that of a table.
function scanKey(key: string, { scope, root }: Scopes["ofKeys"]): void {
  for (const [i, piece] of key.split("/").slice(1).entries()) {
    // The end of a name may be extensions, or the end of a value.
    const stem = piece.replace(extension, "");
    for (const text of new Set([piece, stem, stem.replace(extension, "")])) {
      if (/^[0-9]{1,8}$/.test(text)) continue;
      if (i === 0) scope.look(root.namePlace, text, "name");
      else scope.look(root.member("key"), text, "text");
    }
  }
}

async function scanObject(
  { s3, bucket: Bucket }: Work,
  { key, size, Key }: { key: string; size: number; Key: string },
  scopes: Scopes,
): Promise<void> {
  const { Body, ContentEncoding, ContentDisposition, Metadata, TagCount = 0 } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const { TagSet = [] } = TagCount > 0 ? await s3.send(new GetObjectTaggingCommand({ Bucket, Key })) : {};
  const tags = TagSet.map(({ Key: name = "", Value = "" }): [string, string] => [name, Value]);
  const { scope, root } = scopes.of(key, "metadata");
  for (const [name, value] of [...Object.entries(Metadata ?? {}), ...tags]) {
    scope.look(root.namePlace, name, "name");
    scope.look(root.member(name), value, "text");
  }
  if (ContentDisposition !== undefined) scope.look(root.member("content-disposition"), ContentDisposition, "text");
  const packed = Body as Readable;
  const compression = compressionOf({ key, size }, ContentEncoding);
  const body = compression === undefined ? packed : Readable.from(unpack(packed, compression), { objectMode: false });
  try {
    const records = scopes.of(key, "records");
    await scanBody({ s3, Bucket, Key, size, body }, records.scope, records.root);
  } catch (error) {
    if (error instanceof FormatError)
      throw new ScanError(`An object of ${tablesOfKey(key)[0] ?? "the service's first folder"}: ${error.message}`);
    if (error instanceof ScanError) error.message = `An object of ${tablesOfKey(key)[0] ?? "the service's first folder"}: ${error.message}`;
    throw error;
  }
}
