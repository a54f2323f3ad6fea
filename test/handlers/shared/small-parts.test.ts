import { inParallel } from "../../../handlers/shared/in-parallel.ts";
import { canonicalJson, signBody, verifyBody } from "../../../handlers/shared/mac.ts";
import { maskingKeys } from "../../../handlers/shared/masking-keys.ts";
import { RunId } from "../../../handlers/shared/names.ts";
import { readPointers } from "../../../handlers/shared/pointers.ts";
import { readerCredentials } from "../../../handlers/shared/reader-credentials.ts";
import { serviceOf } from "../../../handlers/shared/resources.ts";
import { readStoredRules } from "../../../handlers/shared/rules-store.ts";
import { runIdOf, startOfRun } from "../../../handlers/shared/run-id.ts";
import { createWorld, point, pointerAt } from "./fakes/memory-services.ts";

describe("run ids", () => {
  it("are made from the start in UTC and the execution's name, always the same", () => {
    const id = runIdOf("2026-11-24T02:00:59.123Z", "nightly_2026-11-24");
    expect(id).toMatch(/^20261124t0200-[0-9a-f]{4}$/);
    expect(RunId.safeParse(id).success).toBe(true);
    expect(runIdOf("2026-11-24T03:00:10+01:00", "nightly_2026-11-24")).toBe(id);
    expect(runIdOf("2026-11-24T02:00:59.123Z", "another")).not.toBe(id);
    expect(startOfRun(id).toISOString()).toBe("2026-11-24T02:00:00.000Z");
    expect(() => runIdOf("yesterday", "x")).toThrow(RangeError);
  });
});

describe("owners", () => {
  it("are the service with the longest name that fits", () => {
    expect(serviceOf("auth-tokens-events", ["auth", "auth-tokens"], "-")).toBe("auth-tokens");
    expect(serviceOf("auth-events", ["auth", "auth-tokens"], "-")).toBe("auth");
    expect(serviceOf("authority/x", ["auth"], "/")).toBeUndefined();
  });
});

describe("signatures", () => {
  it("do not depend on the order of members and notice every change", async () => {
    const { kms } = createWorld().context.clients;
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: "x" })).toBe('{"a":"x","b":[{"c":2,"d":1}]}');
    const mac = await signBody(kms, "key", { a: 1, b: 2 });
    expect(await verifyBody(kms, "key", { b: 2, a: 1 }, mac)).toBe(true);
    expect(await verifyBody(kms, "key", { b: 2, a: 2 }, mac)).toBe(false);
  });

  it("are no way to the masking keys: the same key signs another message", async () => {
    const { kms } = createWorld().context.clients;
    const keys = await maskingKeys(kms, "key");
    expect(await maskingKeys(kms, "key")).toBe(keys);
    expect(keys.subkey("hash", "")).not.toContain(Buffer.from(await signBody(kms, "key", {}), "base64").toString("hex"));
  });
});

describe("pointers", () => {
  it("are read for every service, and a broken one is named", async () => {
    const world = createWorld();
    point(world, "billing", pointerAt("day-0", "billing"));
    world.parameters.set("/test/masking/rules/common", "{}");
    world.parameters.set("/test/billing/other/data", "no pointer");
    expect([...(await readPointers(world.context.clients.ssm, "test")).keys()]).toEqual(["billing"]);
    world.parameters.set("/test/auth/data", '{"schemaVersion":1}');
    await expect(readPointers(world.context.clients.ssm, "test")).rejects.toThrow(/\/test\/auth\/data is no pointer: run, /);
  });
});

describe("stored rules", () => {
  it("hold the service whose own rules are broken, and only it", async () => {
    const world = createWorld();
    world.parameters.set("/test/masking/rules/common", String.raw`{"rules":{"email":"test+\u007b\u007bhash\u007d\u007d@example.com"}}`);
    world.parameters.set("/test/masking/rules/auth", '{"rules":{"ssn":"{{nope}}"}}');
    world.parameters.set("/test/masking/rules/billing", '{"rules":{"ssn":"{{hash}}"}}');
    world.parameters.set("/test/masking/rules/ledger", "{");
    const { rules, broken } = await readStoredRules(world.context.clients.ssm, "test", ["auth", "billing", "ledger"]);
    expect([...broken.keys()]).toEqual(["auth", "ledger"]);
    expect(rules.rules.map(({ name, scope }) => [name, scope])).toEqual([
      ["email", undefined],
      ["ssn", "billing"],
    ]);
  });
});

describe("work in parallel", () => {
  it("keeps the order, stays within its bound, and lets what has started end before it fails", async () => {
    let now = 0;
    let most = 0;
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
      return item * 2;
    };
    expect(await inParallel(2, [1, 2, 3, 4, 5], work)).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
    const done: number[] = [];
    const failing = inParallel(2, [1, 2, 3], async (item) => {
      if (item === 1) throw new Error("first");
      await Promise.resolve();
      done.push(item);
    });
    await expect(failing).rejects.toThrow("first");
    expect(done).toEqual([2]);
  });
});

describe("the reader's credentials", () => {
  it("are asked for once, and again before they expire", async () => {
    let asked = 0;
    let now = 0;
    const sts = {
      send: async () => ({
        Credentials: { AccessKeyId: "a", SecretAccessKey: "s", SessionToken: String(++asked), Expiration: new Date(now + 3_600_000) },
      }),
    };
    const credentials = readerCredentials(sts as never, { roleArn: "arn", externalId: "id" }, () => now);
    expect((await credentials()).sessionToken).toBe("1");
    expect((await credentials()).sessionToken).toBe("1");
    now = 3_400_000;
    expect((await credentials()).sessionToken).toBe("2");
  });
});
