/** The proof of staged objects: their names, metadata, tags and bodies of every form. */
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { GetObjectCommand, GetObjectTaggingCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { parquetWriteBuffer } from "hyparquet-writer";
import { scanObjects } from "../../handlers/masking/operations/proving/scan-objects.ts";
import { FingerprintSet, fingerprintOf, Proof } from "../../handlers/masking/prove/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import { staging } from "../../handlers/shared/layout.ts";
import { keys } from "./support/fields.ts";

const secret = "ana.lopez@corp.example";
const runId = "20261124t0200-1a2b";

interface Staged {
  readonly key: string;
  readonly body: Buffer;
  readonly ContentEncoding?: string;
  readonly Metadata?: Record<string, string>;
  readonly tags?: Record<string, string>;
}

function storeOf({ key, body, tags = {}, ...about }: Staged): S3Client {
  const Key = staging.object(runId, key);
  const send = async (command: object): Promise<object> => {
    if (command instanceof ListObjectsV2Command) return { Contents: [{ Key, Size: body.length, ETag: "e" }] };
    if (command instanceof GetObjectTaggingCommand) return { TagSet: Object.entries(tags).map(([name, Value]) => ({ Key: name, Value })) };
    if (!(command instanceof GetObjectCommand)) throw new TypeError("No such command.");
    const [, from, to] = /^bytes=([0-9]+)-([0-9]+)$/.exec(command.input.Range ?? "") ?? [];
    const bytes = from === undefined ? body : body.subarray(Number(from), Number(to) + 1);
    const Body = Object.assign(Readable.from([bytes]), { transformToByteArray: async () => Uint8Array.from(bytes) });
    return { Body, TagCount: Object.keys(tags).length, ...about };
  };
  return { send } as unknown as S3Client;
}

async function leaksOf(object: Staged): Promise<string[]> {
  const originals = new FingerprintSet();
  originals.add(fingerprintOf(keys, secret));
  const rules = parseRules({ email: "test+{{hash}}@example.com", owner: "{{hash}}", "prefix:billing/logos/": "{{keep}}" }, "rules");
  const proof = new Proof({ keys, originals, lists: rules.lists });
  await scanObjects({ s3: storeOf(object), bucket: "staging", rules, proof }, runId, ["billing"]);
  return proof.leaks().map(({ where, place, found, unlike }) => `${where} ${place}: ${found}+${unlike}`);
}

const masked = Buffer.from('{"email":"test+0123456789abcdef@example.com","note":"XX"}\n');
const parquet = Buffer.from(parquetWriteBuffer({ columnData: [{ name: "email", data: [secret], type: "STRING" }] }));

describe("a planted original is found", () => {
  const staged: [string, Staged, string[]][] = [
    ["nowhere in what is masked", { key: "billing/events/1.ndjson", body: masked, Metadata: { owner: "0123456789abcdef" } }, []],
    ["nowhere below a harmless prefix", { key: `billing/logos/${secret}`, body: Buffer.from(secret) }, []],
    ["in a name", { key: `billing/avatars/${secret}.json`, body: masked }, ["s3 billing/ key key: 1+0"]],
    [
      "in a percent-encoded name",
      { key: `billing/avatars/${encodeURIComponent(secret)}.json`, body: masked },
      ["s3 billing/ key key: 1+0"],
    ],
    ["in a word of a name", { key: `billing/a/x=${secret}&y/1.json`, body: masked }, ["s3 billing/ key key: 1+0"]],
    ["in metadata", { key: "billing/events/1.json", body: masked, Metadata: { owner: secret } }, ["s3 billing/*.json owner: 1+0"]],
    ["in metadata without a rule", { key: "billing/events/1.json", body: masked, Metadata: { by: secret } }, ["s3 billing/*.json by: 1+0"]],
    ["in a tag", { key: "billing/events/1.json", body: masked, tags: { owner: secret } }, ["s3 billing/*.json owner: 1+0"]],
    [
      "in a packed body",
      { key: "billing/events/1.ndjson", body: gzipSync(JSON.stringify({ note: secret })), ContentEncoding: "gzip" },
      ["s3 billing/*.ndjson note: 1+0"],
    ],
    [
      "in a body that its name says is packed",
      { key: "billing/events/1.json.gz", body: gzipSync(JSON.stringify([{ note: secret }])) },
      ["s3 billing/*.gz note: 1+0"],
    ],
    [
      "in base64 within a field",
      { key: "billing/events/1.ndjson", body: Buffer.from(`{"email":"${Buffer.from(secret).toString("base64")}"}\n`) },
      ["s3 billing/*.ndjson email: 1+0"],
    ],
    ["in TSV", { key: "billing/events/1.tsv", body: Buffer.from(`email\tnote\n\t${secret}\n`) }, ["s3 billing/*.tsv note: 1+0"]],
    ["in CSV", { key: "billing/events/1.csv", body: Buffer.from(`email;note\n;"${secret}"\n`) }, ["s3 billing/*.csv note: 1+0"]],
    ["in Parquet", { key: "billing/events/1.parquet", body: parquet }, ["s3 billing/*.parquet email: 1+0"]],
    ["in text", { key: "billing/logs/1.log", body: Buffer.from(`XX\nmail=${secret} sent\n`) }, ["s3 billing/*.log line: 1+0"]],
  ];
  it.each(staged)("%s", async (_name, object, found) => {
    expect(await leaksOf(object)).toEqual(found);
  });

  it("and what is not of its form is refused, naming the folder", async () => {
    await expect(leaksOf({ key: "billing/events/1.json", body: Buffer.from(`{"a":${secret}}`) })).rejects.toThrow(
      /^An object of events: The JSON cannot be read: this is no JSON value, in record 1\.$/,
    );
  });
});
