/** Listing, copying and publishing with real requests: escapes in XML and headers, tags, parts. */
import { GetObjectTaggingCommand, HeadObjectCommand, PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { ManifestLine } from "../../../handlers/s3-sync/manifest.ts";
import { copyObjects } from "../../../handlers/s3-sync/operations/copy.ts";
import { listOperation } from "../../../handlers/s3-sync/operations/list.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { listObjects, readLines, readText, writeJson } from "../../../handlers/shared/objects.ts";
import { copyServerSide, mostInOneCopy } from "../../../handlers/shared/server-side-copy.ts";
import { uploadStream } from "../../../handlers/shared/upload.ts";
import { type AccountClients, accountClients } from "../../../local/refresh/seed/clients.ts";
import { createBucket } from "../../../local/refresh/seed/production.ts";
import { startTestAws, type TestAws, venvPython } from "../../support/local-aws.ts";
import { buckets, createWorld, raise } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";

(venvPython === undefined ? describe.skip : describe)("objects on the local AWS", () => {
  let aws: TestAws;
  let prod: AccountClients;
  let own: AccountClients;
  const world = createWorld();

  beforeAll(async () => {
    aws = await startTestAws();
    const access = (account: "production" | "test") =>
      accountClients({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials(account) });
    prod = access("production");
    own = access("test");
    Object.assign(world.context.clients, { s3: own.s3, production: () => ({ s3: prod.s3 }) });
    startRun(world, ["billing"], { rules: { email: "test+{{hash}}@example.com", team: "{{keep}}", "prefix:billing/assets/": "{{keep}}" } });
    await createBucket(prod.s3, buckets.production);
    await prod.s3.send(new PutBucketVersioningCommand({ Bucket: buckets.production, VersioningConfiguration: { Status: "Enabled" } }));
    for (const bucket of [buckets.data, buckets.staging, buckets.quarantine]) await createBucket(own.s3, bucket);
    const planned = JSON.parse(world.s3.text(buckets.staging, staging.plan(runId)) ?? "") as object;
    await writeJson(own.s3, buckets.staging, staging.plan(runId), { ...planned, objectsAsOf: "version" });
    await writeJson(own.s3, buckets.staging, staging.rules(runId), JSON.parse(world.s3.text(buckets.staging, staging.rules(runId)) ?? ""));
  });
  afterAll(async () => {
    for (const account of [prod, own]) account?.destroy();
    await aws?.end();
  });

  const odd = ["a b+c%2Fd&e=f#g.png", "Zoë/請求書/👩‍💻.png", "line\u2028end.png", "e\u0301.png"].map((name) => `billing/assets/${name}`);

  it("come over with odd keys, tags and content headers, masked or as they are", async () => {
    const about = { Tagging: "team=a%20b&secret=Ana", ContentType: "application/x-ndjson", CacheControl: "no-store" };
    for (const Key of odd) await prod.s3.send(new PutObjectCommand({ Bucket: buckets.production, Key, Body: "x", Tagging: "team=a%20b" }));
    const body = '{"email":"ana@corp.example"}\n';
    await prod.s3.send(new PutObjectCommand({ Bucket: buckets.production, Key: "billing/events/0001.ndjson", Body: body, ...about }));
    const asOf = new Date(Date.now() + 60_000).toISOString();
    const { objects } = await listOperation(world.context)({ environment: "test", runId, asOf }, raise);
    expect(objects).toBe(5);
    const lines: ManifestLine[] = [];
    for await (const line of readLines(own.s3, buckets.quarantine, quarantine.manifest(runId))) lines.push(JSON.parse(line));
    expect(lines.map(({ key }) => key).sort()).toEqual([...odd, "billing/events/0001.ndjson"].sort());
    expect(lines.every(({ version }) => version.length > 4)).toBe(true);
    const counts = await copyObjects(world.context)({ environment: "test", runId, objects: lines }, raise);
    expect(counts).toEqual({ copied: 4, masked: 1, dropped: 0 });
    const Key = staging.object(runId, "billing/events/0001.ndjson");
    const head = await own.s3.send(new HeadObjectCommand({ Bucket: buckets.staging, Key }));
    expect(head).toMatchObject({ ContentType: "application/x-ndjson", CacheControl: "no-store" });
    const tagsOf = async (key: string) => (await own.s3.send(new GetObjectTaggingCommand({ Bucket: buckets.staging, Key: key }))).TagSet;
    expect(await tagsOf(Key)).toEqual([{ Key: "team", Value: "a b" }]);
    // moto copies tags only within one account.
    for (const key of odd) expect(await readText(own.s3, buckets.staging, staging.object(runId, key))).toBe("x");
    const target = { bucket: buckets.data, key: odd[0] ?? "" };
    await copyServerSide(own.s3, { from: { bucket: buckets.staging, key: Key }, to: target, size: 1 });
    const { TagSet } = await own.s3.send(new GetObjectTaggingCommand({ Bucket: target.bucket, Key: target.key }));
    expect(TagSet).toEqual([{ Key: "team", Value: "a b" }]);
  });

  it("go in parts where they are large, from a version and into the other account", async () => {
    const text = `${"x".repeat(1023)}\n`.repeat(9 * 1024);
    await uploadStream(own.s3, {
      bucket: buckets.staging,
      key: "large",
      body: (async function* () {
        yield Buffer.from(text);
      })(),
      Metadata: { a: "b" },
      Tagging: "team=a",
    });
    // A size above the limit takes the way of parts, whatever the object has.
    const from = { bucket: buckets.staging, key: "large" };
    await copyServerSide(own.s3, { from, to: { bucket: buckets.data, key: "l a+rge" }, size: mostInOneCopy + 1 });
    expect(await readText(own.s3, buckets.data, "l a+rge")).toBe(text);
    expect((await own.s3.send(new HeadObjectCommand({ Bucket: buckets.data, Key: "l a+rge" }))).Metadata).toEqual({ a: "b" });
    const { TagSet } = await own.s3.send(new GetObjectTaggingCommand({ Bucket: buckets.data, Key: "l a+rge" }));
    expect(TagSet).toEqual([{ Key: "team", Value: "a" }]);
    const keys: string[] = [];
    for await (const { key } of listObjects(own.s3, buckets.data, "")) keys.push(key);
    expect(keys).toEqual([odd[0], "l a+rge"]);
  });
});
