import { readFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { CreateMultipartUploadCommand } from "@aws-sdk/client-s3";
import { mostMasked } from "../../../handlers/s3-sync/body-facts.ts";
import type { ManifestLine } from "../../../handlers/s3-sync/manifest.ts";
import { checkOperation } from "../../../handlers/s3-sync/operations/check.ts";
import { copyObjects } from "../../../handlers/s3-sync/operations/copy.ts";
import { emptyOperation } from "../../../handlers/s3-sync/operations/empty.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { readParts } from "../../../handlers/shared/parts.ts";
import { copyPartSize, copyServerSide, mostInOneCopy } from "../../../handlers/shared/server-side-copy.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";
import { inRun, manifest } from "./support.ts";

const rules = {
  email: "test+{{hash}}@example.com",
  owner: "{{keep}}",
  customer: "{{hash}}",
  big: "{{keep}}",
  "prefix:billing/assets/": "{{keep}}",
};
const line = '{"email":"ana@corp.example"}\n';

function world(more: Record<string, string> = {}): World {
  const made = createWorld();
  startRun(made, ["auth", "billing"], { rules: { ...rules, ...more } });
  return made;
}

const copy = async (made: World, change: (object: ManifestLine) => ManifestLine = (object) => object) =>
  copyObjects(made.context)({ ...inRun, objects: (await manifest(made)).map(change) }, raise);
const undeclared = async (made: World): Promise<string[]> =>
  (await readParts(made.context.clients.s3, buckets.staging, runId, "s3")).flatMap((part) =>
    part.undeclared.map(({ place, action, why }) => `${place}: ${action}, ${why}`),
  );
const staged = (made: World): string[] =>
  made.s3.keys(buckets.staging, staging.objects(runId)).map((key) => key.slice(staging.objects(runId).length));
const failure = (name: string, httpStatusCode: number): Error => Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

describe("what goes along", () => {
  const about = {
    contentType: "application/x-ndjson",
    headers: { CacheControl: "no-store", ContentDisposition: 'attachment; filename="ana.json"' },
    metadata: { owner: "design", note: "Ana" },
    tags: [
      { Key: "owner", Value: "design" },
      { Key: "customer", Value: "Ana" },
      { Key: "secret", Value: "Ana" },
    ],
  };

  it("with a masked object is what a rule declares, with the headers that name nobody", async () => {
    const made = world();
    made.s3.put(buckets.production, "billing/events/0001.ndjson", line, about);
    await copy(made);
    const found = made.s3.about(buckets.staging, staging.object(runId, "billing/events/0001.ndjson"));
    expect(found).toMatchObject({
      contentType: "application/x-ndjson",
      headers: { CacheControl: "no-store" },
      metadata: { owner: "design" },
      tags: [
        { Key: "owner", Value: "design" },
        { Key: "customer", Value: expect.stringMatching(/^[0-9a-f]{16}$/) },
      ],
    });
    expect(await undeclared(made)).toEqual([
      "billing/events/*.ndjson header content-disposition: drop, it can name a file or an object",
      "billing/events/*.ndjson metadata note: drop, no rule declares it",
      "billing/events/*.ndjson tag secret: drop, no rule declares it",
    ]);
  });

  it("with a harmless object is everything, server-side or through the function", async () => {
    for (const denied of [false, true]) {
      const made = world();
      made.s3.put(buckets.production, "billing/assets/logo.png", "x", { ...about, contentType: "image/png" });
      made.s3.onCommand = (name) => {
        if (denied && name === "CopyObjectCommand") throw failure("AccessDenied", 403);
      };
      expect(await copy(made)).toMatchObject({ copied: 1 });
      expect(made.s3.about(buckets.staging, staging.object(runId, "billing/assets/logo.png"))).toMatchObject({
        ...about,
        contentType: "image/png",
      });
      expect(await undeclared(made)).toEqual([]);
    }
  });

  it("are no tags where production's role may not read them, and the report says so", async () => {
    const made = world();
    made.s3.put(buckets.production, "billing/assets/logo.png", "x", about);
    made.s3.put(buckets.production, "billing/events/0001.ndjson", line, about);
    made.s3.onCommand = (name) => {
      if (name === "CopyObjectCommand" || name === "GetObjectTaggingCommand") throw failure("AccessDenied", 403);
    };
    expect(await copy(made)).toMatchObject({ copied: 1, masked: 1 });
    expect((await undeclared(made)).filter((text) => text.includes(" tags:"))).toEqual([
      "billing/assets/*.png tags: drop, production's role may not read them",
      "billing/events/*.ndjson tags: drop, production's role may not read them",
    ]);
  });
});

/** A connection that breaks off within a record. */
const broken = (): Readable =>
  Readable.from(
    (async function* () {
      yield Buffer.from('{"email":"an');
      throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
    })(),
    { objectMode: false },
  );

interface Retry {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
}

/** How a state of a machine, at any depth, repeats after an error. */
function retryOf(machine: unknown, state: string, error: string): Retry {
  for (const [name, value] of Object.entries((machine ?? {}) as Record<string, unknown>)) {
    if (typeof value !== "object" || value === null) continue;
    const { Retry: retries = [] } = value as { Retry?: readonly Retry[] };
    const own = name === state ? retries.find(({ ErrorEquals }) => ErrorEquals.includes(error)) : undefined;
    const found = own ?? retryOf(value, state, error);
    if (found.MaxAttempts > 0) return found;
  }
  return { ErrorEquals: [], IntervalSeconds: 0, MaxAttempts: 0, BackoffRate: 1 };
}

describe("objects that cannot be had", () => {
  it("hold their service and no other when production denies them", async () => {
    const made = world();
    made.s3.put(buckets.production, "auth/profile.ndjson", line);
    made.s3.put(buckets.production, "billing/secret/0001.ndjson", line);
    made.s3.put(buckets.production, "billing/assets/logo.png", "x");
    made.s3.onCommand = (name, { Key, CopySource }) => {
      if (name === "GetObjectCommand" && Key.startsWith("billing/")) throw failure("AccessDenied", 403);
      if (name === "CopyObjectCommand" && String(CopySource).includes("billing/")) throw failure("AccessDenied", 403);
    };
    expect(await copy(made)).toEqual({ copied: 0, masked: 1, dropped: 0 });
    expect(made.control.items.has(`RUN#${runId}|HELD#auth`)).toBe(false);
    expect(made.control.items.get(`RUN#${runId}|HELD#billing`)?.reason).toMatch(/^billing\/\S+: production denies reading it/);
  });

  it("fail the batch by name when it is the staging bucket that denies", async () => {
    const made = world();
    made.s3.put(buckets.production, "billing/events/0001.ndjson", line);
    made.s3.onCommand = (name, { Bucket }) => {
      if (name === "PutObjectCommand" && Bucket === buckets.staging) throw failure("AccessDenied", 403);
    };
    await expect(copy(made)).rejects.toMatchObject({ name: "S3.AccessDenied" });
  });

  it("fail the batch by name when S3 throttles for longer than the client waits", async () => {
    const made = world();
    for (const name of ["SlowDown", "ServiceUnavailable", "RequestLimitExceeded"]) {
      made.s3.put(buckets.production, "billing/events/0001.ndjson", line);
      const objects = await manifest(made);
      made.s3.onCommand = (command, { Bucket }) => {
        if (command === "GetObjectCommand" && Bucket === buckets.production) throw failure(name, 503);
      };
      await expect(copyObjects(made.context)({ ...inRun, objects }, raise)).rejects.toMatchObject({ name: "S3.Throttled" });
      delete made.s3.onCommand;
    }
  });

  it("are copied as on a quiet day after minutes of throttling; after more, the batch ends by its name", async () => {
    const machine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../workflows/s3-sync/s3-sync.asl.json");
    const retry = retryOf(JSON.parse(readFileSync(machine, "utf8")), "Copy batch", "S3.Throttled");
    const quiet = world();
    quiet.s3.put(buckets.production, "billing/events/0001.ndjson", line);
    await copy(quiet);
    for (const minutes of [4, 30]) {
      const made = world();
      made.s3.put(buckets.production, "billing/events/0001.ndjson", line);
      const objects = await manifest(made);
      let [second, calls] = [0, 0];
      made.s3.onCommand = (name, { Bucket }) => {
        if (name === "GetObjectCommand" && Bucket === buckets.production && second < minutes * 60) throw failure("SlowDown", 503);
      };
      const run = (): Promise<unknown> => copyObjects(made.context)({ ...inRun, objects }, raise).catch((error: Error) => error.name);
      let done = await run();
      for (; done === "S3.Throttled" && calls < retry.MaxAttempts; calls++) {
        second += retry.IntervalSeconds * retry.BackoffRate ** calls;
        done = await run();
      }
      if (minutes === 30) expect([done, calls]).toEqual(["S3.Throttled", retry.MaxAttempts]);
      else {
        expect(done).toMatchObject({ masked: 1 });
        expect(staged(made).map((name) => made.s3.text(buckets.staging, staging.objects(runId) + name))).toEqual(
          staged(quiet).map((name) => quiet.s3.text(buckets.staging, staging.objects(runId) + name)),
        );
      }
    }
  });

  it("are dropped when they are archived, too large, cut off or not what they say; nothing half is staged", async () => {
    const made = world();
    const { production } = buckets;
    const packed = gzipSync(Array.from({ length: 500 }, (_, i) => `{"email":"${i}@corp.example"}\n`).join(""));
    made.s3.put(production, "billing/archived.ndjson", line);
    made.s3.put(production, "billing/huge.ndjson", line, { size: mostMasked.plain + 1 });
    made.s3.put(production, "billing/cut/0001.ndjson", packed.subarray(0, -30), { headers: { ContentEncoding: "gzip" } });
    made.s3.put(production, "billing/broken.csv", 'email\n"ana');
    made.s3.put(production, "billing/late.ndjson", `${`{"email":"ana@corp.example","big":"${"x".repeat(1000)}"}\n`.repeat(12_000)}{"email`);
    made.s3.onCommand = (name, { Key }) => {
      if (name === "GetObjectCommand" && Key === "billing/archived.ndjson") throw failure("InvalidObjectState", 403);
    };
    expect(await copy(made)).toEqual({ copied: 0, masked: 0, dropped: 5 });
    expect(staged(made)).toEqual([]);
    expect([...made.s3.uploads]).toEqual([]);
    expect(await undeclared(made)).toEqual([
      "billing/*.csv: drop, it cannot be masked as csv: A quoted CSV field does not end",
      "billing/*.ndjson: drop, it cannot be masked as ndjson: A text of JSON does not end, or has a line end in it",
      "billing/*.ndjson: drop, it is archived in production and cannot be read",
      "billing/*.ndjson: drop, it is larger than 5120 MiB, which is what one call can mask: write it in several objects",
      "billing/cut/*.ndjson: drop, it cannot be masked as ndjson: The gzip data ends too early or is damaged",
    ]);
    expect(made.control.items.has(`RUN#${runId}|HELD#billing`)).toBe(false);
  });

  it("are read again when the connection breaks off, three times in all", async () => {
    for (const [breaks, error] of [
      [2, undefined],
      [3, /aborted/],
    ] as const) {
      const made = world();
      made.s3.put(buckets.production, "billing/events/0001.ndjson", line);
      const objects = await manifest(made);
      let reads = 0;
      made.s3.onBody = (key, body) => (key.startsWith("billing/") && reads++ < breaks ? broken() : body);
      const done = copyObjects(made.context)({ ...inRun, objects }, raise);
      if (error === undefined) expect(await done).toMatchObject({ masked: 1 });
      else await expect(done).rejects.toThrow(error);
    }
  });
});

describe("objects that change", () => {
  it("hold their service when a listed version is gone", async () => {
    const made = world();
    made.s3.put(buckets.production, "auth/profile.ndjson", line);
    const counts = await copy(made, (object) => ({ ...object, version: "gone" }));
    expect(counts).toEqual({ copied: 0, masked: 0, dropped: 0 });
    expect(made.control.items.get(`RUN#${runId}|HELD#auth`)?.reason).toMatch(/a listed version is no longer there/);
  });

  it("are taken as they are now where there are no versions, and dropped when they are gone", async () => {
    const made = world();
    made.s3.put(buckets.production, "auth/profile.ndjson", line);
    const objects = await manifest(made);
    made.s3.put(buckets.production, "auth/profile.ndjson", '{"email":"new@corp.example"}\n');
    expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toMatchObject({ masked: 1 });
    made.s3.remove(buckets.production, "auth/profile.ndjson");
    expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toMatchObject({ dropped: 1 });
  });

  it("are masked anew from their first byte when they change while they are read, without mixing both", async () => {
    const made = world();
    const key = "auth/profile.ndjson";
    made.s3.put(buckets.production, key, `${line}${line}`);
    const objects = await manifest(made);
    let reads = 0;
    made.s3.onBody = (of, body) => {
      if (of !== key || reads++ > 0) return body;
      made.s3.put(buckets.production, key, '{"note":"new"}\n');
      return broken();
    };
    expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toMatchObject({ masked: 1, dropped: 0 });
    expect(reads).toBe(2);
    expect(staged(made).map((name) => made.s3.text(buckets.staging, staging.objects(runId) + name))).toEqual(['{"note":"XXX"}\n']);
  });

  it("are copied anew from the first part when they are overwritten between two parts, without mixing both", async () => {
    const key = "billing/assets/film.bin";
    const size = mostInOneCopy + 1;
    for (const overwritten of [1, 1_000]) {
      const made = world();
      made.s3.put(buckets.production, key, "first", { size });
      const objects = await manifest(made);
      let times = 0;
      made.s3.onCommand = (name) => {
        if (name === "UploadPartCopyCommand" && times++ < overwritten) made.s3.put(buckets.production, key, `then ${times}`, { size });
      };
      const counts = await copyObjects(made.context)({ ...inRun, objects }, raise);
      delete made.s3.onCommand;
      expect([counts.copied, counts.dropped]).toEqual(overwritten === 1 ? [1, 0] : [0, 1]);
      expect([...made.s3.uploads]).toEqual([]);
    }
  });
});

describe("a copy above 5 GB", () => {
  it("is made in parts of one size, with everything that is said of the object", async () => {
    const made = world();
    const size = 12 * 1024 ** 3;
    const more = { size, metadata: { a: "b" }, contentType: "video/mp4", tags: [{ Key: "t", Value: "a b&c" }] };
    made.s3.put("from", "a+b c.bin", "body", more);
    await copyServerSide(made.s3.client, { from: { bucket: "from", key: "a+b c.bin" }, to: { bucket: "to", key: "x" }, size });
    const parts = (made.s3.text("to", "x") ?? "").split(";").filter((text) => text !== "");
    expect(parts).toHaveLength(48);
    expect(parts[0]).toBe(`bytes=0-${256 * 1024 ** 2 - 1}`);
    expect(parts.at(-1)).toBe(`bytes=${47 * 256 * 1024 ** 2}-${size - 1}`);
    const { size: _, ...about } = more;
    expect(made.s3.about("to", "x")).toMatchObject(about);
    // Where nobody knew the size, S3's refusal says it.
    await copyServerSide(made.s3.client, { from: { bucket: "from", key: "a+b c.bin" }, to: { bucket: "to", key: "y" } });
    expect(made.s3.text("to", "y")).toBe(made.s3.text("to", "x"));
  });

  it("goes on with the parts that it has when the function died on the way, unless the object is another one", async () => {
    const size = mostInOneCopy + 1;
    for (const changed of [false, true]) {
      const made = world();
      made.s3.put(buckets.production, "billing/assets/film.bin", "first", { size });
      const objects = await manifest(made);
      let calls = 0;
      let parts = 0;
      made.s3.onCommand = (name) => {
        if (name === "UploadPartCopyCommand") parts++;
        if (parts > 10 || calls > 0) throw new Error(`killed ${calls++}`);
      };
      await expect(copyObjects(made.context)({ ...inRun, objects }, raise)).rejects.toThrow("killed");
      expect(made.s3.uploads.size).toBe(1);
      if (changed) made.s3.put(buckets.production, "billing/assets/film.bin", "second", { size });
      parts = 0;
      made.s3.onCommand = (name) => {
        if (name === "UploadPartCopyCommand") parts++;
      };
      expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toMatchObject({ copied: 1 });
      expect(parts).toBe(changed ? 21 : 11);
      const ranges = (made.s3.text(buckets.staging, staging.object(runId, "billing/assets/film.bin")) ?? "").split(";");
      expect(new Set(ranges).size).toBe(22);
    }
  });

  it("has at most 10,000 parts of at most 5 GB", () => {
    for (const size of [1, mostInOneCopy, 5e12, 5 * 1024 ** 4]) {
      const part = copyPartSize(size);
      expect(Math.ceil(size / part)).toBeLessThanOrEqual(10_000);
      expect(part).toBeLessThanOrEqual(5 * 1024 ** 3);
      expect(part % 1024 ** 2).toBe(0);
    }
  });

  it("leaves no part behind when it fails", async () => {
    const made = world();
    made.s3.put("from", "x", "body", { size: 6 * 1024 ** 3 });
    for (const failing of ["UploadPartCopyCommand", "CompleteMultipartUploadCommand"]) {
      made.s3.onCommand = (name) => {
        if (name === failing) throw failure("SlowDown", 503);
      };
      const copied = copyServerSide(made.s3.client, {
        from: { bucket: "from", key: "x" },
        to: { bucket: "to", key: "x" },
        size: 6 * 1024 ** 3,
      });
      await expect(copied).rejects.toMatchObject({ name: "SlowDown" });
      expect([...made.s3.uploads]).toEqual([]);
    }
  });
});

describe("bytes at work", () => {
  it("are bounded: a large object goes alone, small ones together", async () => {
    const made = world();
    const mebibyte = 1024 * 1024;
    for (let i = 0; i < 40; i++) made.s3.put(buckets.production, `billing/events/${i}.ndjson`, line);
    const sizes = new Map<string, number>();
    const objects = (await manifest(made)).map((object, i) => ({ ...object, size: i === 20 ? 900 * mebibyte : i * mebibyte }));
    for (const { key, size } of objects) sizes.set(key, size);
    const atWork = new Set<string>();
    let most = 0;
    let together = 0;
    made.s3.onCommand = (name, { Bucket, Key }) => {
      const key = name === "PutObjectCommand" && Key.startsWith(staging.objects(runId)) ? Key.slice(staging.objects(runId).length) : Key;
      if (!sizes.has(key)) return;
      if (Bucket === buckets.production) atWork.add(key);
      const bytes = [...atWork].reduce((sum, one) => sum + (sizes.get(one) ?? 0), 0);
      if (atWork.size > 1) most = Math.max(most, bytes);
      together = Math.max(together, atWork.size);
      if (Bucket === buckets.staging) atWork.delete(key);
    };
    expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toMatchObject({ masked: 40 });
    expect(most).toBeLessThanOrEqual(128 * mebibyte);
    expect(together).toBeGreaterThan(4);
    expect(together).toBeLessThanOrEqual(16);
  });
});

describe("packed objects", () => {
  it("are masked and packed again", async () => {
    const made = world();
    made.s3.put(buckets.production, "billing/events/0001.ndjson", gzipSync(line), { headers: { ContentEncoding: "gzip" } });
    await copy(made);
    const key = staging.object(runId, "billing/events/0001.ndjson");
    expect(gunzipSync(made.s3.bytes(buckets.staging, key) ?? Buffer.alloc(0)).toString()).toMatch(
      /^\{"email":"test\+[0-9a-f]{16}@example.com"\}\n$/,
    );
    expect(made.s3.about(buckets.staging, key)?.headers).toEqual({ ContentEncoding: "gzip" });
  });
});

describe("two keys that become one", () => {
  it("hold their service: neither is published over the other", async () => {
    const made = world({ "people.object_key": "someone" });
    made.s3.put(buckets.production, "billing/people/ana.ndjson", line);
    made.s3.put(buckets.production, "billing/people/bo.ndjson", line);
    made.s3.put(buckets.production, "auth/people/cy.ndjson", line);
    expect(await copy(made)).toMatchObject({ masked: 3 });
    expect(await checkOperation(made.context)(inRun, raise)).toEqual({ objects: 1, copied: 0, masked: 1, dropped: 0 });
    expect(made.control.items.get(`RUN#${runId}|HELD#billing`)?.reason).toBe(
      "masking made the keys of 1 objects equal to others; give object_key a rule with more room, such as {{hash}}",
    );
    expect(made.control.items.has(`RUN#${runId}|HELD#auth`)).toBe(false);
  });
});

it("a clean-up aborts every upload that a dead function has left, page by page", async () => {
  const made = world();
  for (let i = 0; i < 1_203; i++) {
    await made.s3.client.send(new CreateMultipartUploadCommand({ Bucket: buckets.staging, Key: staging.object(runId, `billing/${i}`) }));
  }
  made.s3.put(buckets.quarantine, quarantine.manifest(runId), "x");
  expect(await emptyOperation(made.context)(inRun, raise)).toMatchObject({ done: true });
  expect(made.s3.uploads.size).toBe(0);
});
