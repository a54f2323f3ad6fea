import { deriveKeys, fingerprint } from "../../../handlers/masking/engine/index.ts";
import { FingerprintSet } from "../../../handlers/masking/prove/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { maskMetadata } from "../../../handlers/s3-sync/metadata.ts";
import { createKeyMasker, isOrder } from "../../../handlers/s3-sync/object-keys.ts";
import { placeOf } from "../../../handlers/s3-sync/places.ts";
import { routeOf } from "../../../handlers/s3-sync/routes.ts";
import { objectsAt } from "../../../handlers/s3-sync/versions.ts";

const keys = deriveKeys(Buffer.alloc(32, 7));
const rules = parseRules(
  { "prefix:billing/assets/": "{{keep}}", "customers.email": "test+{{hash}}@example.com", owner: "{{keep}}", author: "{{hash}}" },
  "rules",
);

describe("routes", () => {
  it.each([
    ["billing/assets/logo.csv", "copy"],
    ["billing/events/0001.ndjson", "ndjson"],
    ["billing/events/0001.JSONL", "ndjson"],
    ["billing/profile.json", "ndjson"],
    ["billing/exports/a.csv", "csv"],
    ["billing/uploads/scan.bin", "drop"],
    ["billing/uploads/.csv", "drop"],
    ["billing/assets", "drop"],
  ])("%s → %s", (key, route) => expect(routeOf(key, rules)).toBe(route));
});

describe("keys of objects", () => {
  const hash = (text: string): string => keys.mac("hash", "")(text).slice(0, 16);
  const mask = (key: string): string => createKeyMasker("billing", rules, keys).mask(key).key;

  it("stay where they only say how objects are ordered", () => {
    for (const key of [
      "billing/events/2026/11/0001.ndjson",
      "billing/events/year=2026/day=07/part-00001.ndjson",
      "billing/exports/customers-0001.csv",
      "billing/archive/2026-11-24T02-00-00Z.ndjson",
      "billing/receipts/latest.ndjson",
      "billing/assets/Ana Lopez.png",
    ]) {
      expect(mask(key)).toBe(key);
    }
  });

  it("are hashed piece by piece where they could name somebody, as the value itself would be", () => {
    expect(mask("billing/receipts/ana@corp.example/latest.ndjson")).toBe(`billing/receipts/${hash("ana@corp.example")}/latest.ndjson`);
    expect(mask("billing/exports/ana-lopez.csv")).toBe(`billing/exports/${hash("ana-lopez")}.csv`);
    expect(mask("billing/ana@corp.example/1.csv")).toBe(`billing/${hash("ana@corp.example")}/1.csv`);
    expect(mask("billing/events/555-12-3456.ndjson")).toBe(`billing/events/${hash("555-12-3456")}.ndjson`);
    expect(mask("billing/events/15551234567.ndjson")).toBe(`billing/events/${hash("15551234567")}.ndjson`);
  });

  it("leave fingerprints of what was hashed for the proof", () => {
    const originals = new FingerprintSet();
    createKeyMasker("billing", rules, keys, originals).mask("billing/receipts/ana@corp.example/latest.ndjson");
    expect(originals.has(fingerprint(keys, "ana@corp.example"))).toBe(true);
    expect(originals.size).toBe(1);
  });

  it("mask uuids as the rules mask them in rows, and only then", () => {
    const id = "0F8FAD5B-D9CB-469F-A165-70867728950E";
    expect(mask(`billing/events/${id}.ndjson`)).toBe(`billing/events/${id}.ndjson`);
    const masking = parseRules({ customer_id: "{{uuid}}" }, "rules");
    expect(createKeyMasker("billing", masking, keys).mask(`billing/events/${id}.ndjson`).key).not.toContain("0f8fad5b");
  });

  it("know dates and short numbers", () => {
    for (const text of ["2026-11", "20261124", "0001", "v2", "year=2026", "daily_2026-11-24"]) expect(isOrder(text)).toBe(true);
    for (const text of ["", "ana", "123456789", "2026-11-24-ana", "year=ana", "part-1-2"]) expect(isOrder(text)).toBe(false);
  });

  it("are named in reports by service, first folder and kind only", () => {
    expect(placeOf("billing/receipts/ana@corp.example/latest.ndjson")).toBe("billing/receipts/*.ndjson");
    expect(placeOf("billing/ana@corp.example/x.csv")).toBe("billing/*/*.csv");
    expect(placeOf("billing/x")).toBe("billing/*");
  });
});

describe("metadata", () => {
  it("goes along as the rules say, undeclared values do not", () => {
    const about = { key: "billing/exports/1.csv", service: "billing", rules, keys };
    expect(maskMetadata({ owner: "design", author: "Ana", "customer-name": "Ana Lopez" }, about)).toEqual({
      metadata: { owner: "design", author: keys.mac("hash", "")("Ana").slice(0, 16) },
      dropped: ["customer-name"],
    });
  });
});

describe("objects at an instant", () => {
  const at = (second: number): Date => new Date(second * 1000);
  const version = (Key: string, VersionId: string, second: number, IsLatest = false) => ({
    Key,
    VersionId,
    LastModified: at(second),
    IsLatest,
    Size: 1,
    ETag: `"${VersionId}"`,
  });

  it("are of each key the newest version at or before it, none where that is a delete marker", () => {
    const page = {
      Versions: [
        version("a", "a3", 30, true),
        version("a", "a2", 20),
        version("a", "a1", 10),
        version("b", "b1", 10),
        version("c", "c1", 25, true),
        version("d", "d1", 5),
      ],
      DeleteMarkers: [version("b", "b2", 15, true), version("d", "d2", 40, true)],
    };
    expect(objectsAt(page, at(20), "").objects.map(({ key, version: id }) => [key, id])).toEqual([
      ["a", "a2"],
      ["d", "d1"],
    ]);
  });

  it("go on over the end of a page", () => {
    const first = objectsAt({ Versions: [version("a", "a2", 20), version("b", "b9", 90)] }, at(20), "");
    expect(first).toMatchObject({ decided: "a", objects: [{ version: "a2" }] });
    const second = objectsAt({ Versions: [version("a", "a1", 10), version("b", "b1", 10)] }, at(20), first.decided);
    expect(second.objects.map(({ version: id }) => id)).toEqual(["b1"]);
  });

  it("take the latest of two within one second", () => {
    const page = { Versions: [version("a", "a1", 10)], DeleteMarkers: [version("a", "a2", 10, true)] };
    expect(objectsAt(page, at(10), "").objects).toEqual([]);
  });
});
