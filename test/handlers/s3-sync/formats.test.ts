/** Objects of every form, packed or not: masked and provable, or refused by name; nothing raw is ever staged. */
import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { canUnpack } from "../../../handlers/masking/formats/index.ts";
import { scanObjects } from "../../../handlers/masking/operations/proving/scan-objects.ts";
import { FingerprintSet, Proof } from "../../../handlers/masking/prove/index.ts";
import { copyObjects } from "../../../handlers/s3-sync/operations/copy.ts";
import { readFingerprints } from "../../../handlers/shared/fingerprints.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { maskingKeys } from "../../../handlers/shared/masking-keys.ts";
import { readParts } from "../../../handlers/shared/parts.ts";
import { rulesOfRun } from "../../../handlers/shared/rules-store.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";
import { inRun, manifest } from "./support.ts";

const email = "ana@corp.example";
const maskedEmail = /^test\+[0-9a-f]{16}@example\.com$/;
const parquet = (columnData: Parameters<typeof parquetWriteBuffer>[0]["columnData"]): Buffer =>
  Buffer.from(parquetWriteBuffer({ columnData }));
const emails = parquet([{ name: "email", data: [email, null], type: "STRING" }]);

async function copied(objects: Readonly<Record<string, Buffer | string>>, change: (world: World) => void = () => {}): Promise<World> {
  const world = createWorld();
  startRun(world, ["billing"], { rules: { email: "test+{{hash}}@example.com" } });
  for (const [name, body] of Object.entries(objects)) world.s3.put(buckets.production, `billing/data/${name}`, body);
  change(world);
  await copyObjects(world.context)({ ...inRun, objects: await manifest(world) }, raise);
  return world;
}

const staged = (world: World): Map<string, Buffer> =>
  new Map(
    world.s3
      .keys(buckets.staging, staging.objects(runId))
      .map((key) => [key.split(".").slice(1).join("."), world.s3.bytes(buckets.staging, key) ?? Buffer.alloc(0)]),
  );
const reasons = async (world: World): Promise<string[]> =>
  (await readParts(world.context.clients.s3, buckets.staging, runId, "s3")).flatMap(({ undeclared }) =>
    undeclared.filter(({ action }) => action === "drop").map(({ place, why }) => `${place}: ${why}`),
  );

async function leaks(world: World): Promise<number> {
  const { s3, kms } = world.context.clients;
  const originals = new FingerprintSet();
  for (const key of world.s3.keys(buckets.quarantine, quarantine.fingerprintsOf(runId)))
    originals.addAll(FingerprintSet.fromBuffer(await readFingerprints(s3, buckets.quarantine, key)));
  expect(originals.size).toBeGreaterThan(0);
  const rules = await rulesOfRun(s3, buckets.staging, runId);
  const proof = new Proof({ keys: await maskingKeys(kms, "key"), originals, lists: rules.lists });
  await scanObjects({ s3, bucket: buckets.staging, rules, proof }, runId, ["billing"]);
  return proof.leaks().length;
}

describe("objects of every form", () => {
  it("are masked, packed as they were, and have no leak", async () => {
    const line = `{"email":"${email}"}\n`;
    const world = await copied({
      "1.tsv": `email\tnote\n${email}\tHi\n`,
      "1.csv.gz": gzipSync(`email,note\n${email},Hi\n`),
      "1.json.gz": gzipSync(`[{"email":"${email}"}]`),
      "1.ndjson.gz": gzipSync(line),
      "1.log": `mail from ${email}\n`,
      "1.txt.gz": gzipSync(`Dear Ana\n`),
      "1.parquet": emails,
    });
    const found = staged(world);
    const text = (name: string): string => (found.get(name) ?? Buffer.alloc(0)).toString();
    const unpacked = (name: string): string => gunzipSync(found.get(name) ?? Buffer.alloc(0)).toString();
    const column = String.raw`test\+[0-9a-f]{16}@example\.com`;
    expect(text("tsv")).toMatch(new RegExp(`^email\tnote\n${column}\tXX\n$`));
    expect(unpacked("csv.gz")).toMatch(new RegExp(`^email,note\n${column},XX\n$`));
    expect(unpacked("json.gz")).toMatch(new RegExp(`^\\[\\{"email":"${column}"\\}\\]$`));
    expect(unpacked("ndjson.gz")).toMatch(new RegExp(`^\\{"email":"${column}"\\}\n$`));
    expect(text("log")).toBe("XXXX XXXX XXX@XXXX.XXXXXXX\n");
    expect(unpacked("txt.gz")).toBe("XXXX XXX\n");
    const bytes = found.get("parquet") ?? Buffer.alloc(0);
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    expect(rows).toEqual([{ email: expect.stringMatching(maskedEmail) }, { email: null }]);
    expect(await reasons(world)).toEqual([]);
    expect(await leaks(world)).toBe(0);
  });

  it("of zstd are masked where Node can, and otherwise dropped by name", async () => {
    const world = await copied({ "1.csv.zst": Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00]) });
    const why = canUnpack("zstd") ? /zstd data ends too early or is damaged/ : /packed with zstd, which Node knows from 22\.15 on/;
    expect((await reasons(world)).join()).toMatch(why);
    expect(staged(world).size).toBe(0);
  });

  it("are the same bytes when a batch is done again", async () => {
    const objects = { "1.csv.gz": gzipSync(`email\n${email}\n`), "1.parquet": emails };
    expect(staged(await copied(objects))).toEqual(staged(await copied(objects)));
  });

  it("are one layer when both the name and the encoding say packed", async () => {
    const world = await copied({}, ({ s3 }) => {
      s3.put(buckets.production, "billing/data/1.csv.gz", gzipSync(`email\n${email}\n`), { headers: { ContentEncoding: "gzip" } });
    });
    expect(gunzipSync(staged(world).get("csv.gz") ?? Buffer.alloc(0)).toString()).toMatch(/^email\ntest\+/);
    expect(await leaks(world)).toBe(0);
  });
});

describe("what cannot be masked is refused by name", () => {
  it("and nothing of it is staged: packed Parquet, what is too large, damaged, or of no known form", async () => {
    const world = await copied(
      {
        "1.parquet.gz": gzipSync(emails),
        "2.parquet": emails.subarray(0, -20),
        "1.csv.gz": gzipSync(`email\n${email}\n`.repeat(500)).subarray(0, -12),
        "1.bin.gz": gzipSync(email),
        "1.csv": `email,note\n${email}\n`,
        "2.csv": `email,email\n${email},x\n`,
        "1.json": Buffer.from([0x22, 0xff, 0x22]),
      },
      ({ s3 }) => void s3.put(buckets.production, "billing/data/3.parquet", emails, { size: 65 * 1024 * 1024 }),
    );
    expect(staged(world).size).toBe(0);
    const text = (await reasons(world)).join("\n");
    for (const why of [
      /\*\.parquet\.gz: it is Parquet packed once more as a whole/,
      /\*\.parquet: it cannot be masked as parquet: This is no Parquet file, or it is damaged/,
      /\*\.parquet: it is larger than 64 MiB, up to which Parquet is masked/,
      /\*\.csv\.gz: it cannot be masked as csv: The gzip data ends too early/,
      /\*\.bin\.gz: no rule declares its prefix harmless/,
      /\*\.csv: it cannot be masked as csv: A CSV record has 1 fields where the first has 2/,
      /\*\.csv: it cannot be masked as csv: The CSV header gives column 2 the name of column 1/,
      /\*\.json: it cannot be masked as json: The text is not UTF-8/,
    ])
      expect(text).toMatch(why);
    expect(text).not.toContain("corp");
  });

  it("a line of 200 MB: no more than its first 16 MiB is read", async () => {
    let read = 0;
    const world = await copied({ "1.ndjson": "{}" }, ({ s3 }) => {
      s3.onBody = (key, body) => {
        if (!key.endsWith(".ndjson") || !key.startsWith("billing/")) return body;
        const piece = Buffer.alloc(1024 * 1024, "x");
        const long = function* () {
          for (let i = 0; i < 200; i++) {
            read++;
            yield piece;
          }
        };
        return Readable.from(long(), { objectMode: false });
      };
    });
    expect(staged(world).size).toBe(0);
    expect(await reasons(world)).toEqual(["billing/data/*.ndjson: it cannot be masked as ndjson: A line is longer than 16777216 bytes"]);
    expect(read).toBeLessThan(32);
  });
});
