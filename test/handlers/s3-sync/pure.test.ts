import { deriveKeys } from "../../../handlers/masking/engine/index.ts";
import { FingerprintSet, fingerprintOf } from "../../../handlers/masking/prove/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { droppedHeaders, keptHeaders, maskMetadata, maskTags } from "../../../handlers/s3-sync/metadata.ts";
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
    ["billing/profile.json", "json"],
    ["billing/exports/a.TSV", "csv"],
    ["billing/exports/a.csv.gz", "csv"],
    ["billing/events/a.ndjson.zst", "ndjson"],
    ["billing/tables/a.parquet", "parquet"],
    ["billing/logs/a.log.gz", "text"],
    ["billing/uploads/a.bin.gz", "drop"],
    ["billing/exports/a.csv", "csv"],
    ["billing/uploads/scan.bin", "drop"],
    ["billing/uploads/.csv", "drop"],
    ["billing/assets", "drop"],
  ])("%s → %s", (key, route) => expect(routeOf(key, rules, 10)).toBe(route));

  it("of what is empty lead through the maskers, that have only the name to look at", () => {
    expect(routeOf("billing/events/", rules, 0)).toBe("ndjson");
    expect(routeOf("billing/events/_SUCCESS", rules, 0)).toBe("ndjson");
    expect(routeOf("billing/assets/", rules, 0)).toBe("copy");
    expect(routeOf("billing/events/part.parquet", rules, 0)).toBe("drop");
  });
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
    createKeyMasker("billing", rules, keys).mask("billing/receipts/ana@corp.example/latest.ndjson", originals);
    expect(originals.has(fingerprintOf(keys, "ana@corp.example"))).toBe(true);
    expect(originals.size).toBe(1);
  });

  it("mask uuids as the rules mask them in rows, and only then", () => {
    const id = "0F8FAD5B-D9CB-469F-A165-70867728950E";
    expect(mask(`billing/events/${id}.ndjson`)).toBe(`billing/events/${id}.ndjson`);
    const masking = parseRules({ customer_id: "{{uuid}}" }, "rules");
    expect(createKeyMasker("billing", masking, keys).mask(`billing/events/${id}.ndjson`).key).not.toContain("0f8fad5b");
  });

  it("that are whole names keep only what is an extension", () => {
    expect(mask("billing/receipts/ana@corp.example.png")).toBe(`billing/receipts/${hash("ana@corp.example")}.png`);
    expect(mask("billing/receipts/ana@corp.example.csv.gz")).toBe(`billing/receipts/${hash("ana@corp.example")}.csv.gz`);
    expect(mask("billing/receipts/ana@corp.example/")).toBe(`billing/receipts/${hash("ana@corp.example")}/`);
    expect(mask("billing//_SUCCESS")).toBe(`billing//${hash("_SUCCESS")}`);
  });

  it("are masked by the rule for object_key, also below a harmless prefix", () => {
    const own = parseRules(
      {
        "prefix:crm/avatars/": "{{keep}}",
        "prefix:crm/ana@corp.example/logos/": "{{keep}}",
        "avatars.object_key": "user-{{hash:8}}",
        "invoices.object_key": "{{keep}}",
        "slashes.object_key": "a/b",
      },
      "rules",
    );
    const masker = createKeyMasker("crm", own, keys);
    const originals = new FingerprintSet();
    expect(masker.mask("crm/avatars/ana@corp.example.png", originals)).toEqual({
      key: `crm/avatars/user-${hash("ana@corp.example").slice(0, 8)}.png`,
      changed: true,
      rule: "avatars.object_key",
    });
    expect(masker.mask("crm/avatars/2026/0001.png").changed).toBe(false);
    expect(masker.mask("crm/ana@corp.example/logos/bo.png").changed).toBe(false);
    expect(masker.mask("crm/invoices/ana.json").changed).toBe(false);
    expect(masker.mask("crm/slashes/ana.json").key).toBe(`crm/slashes/${hash("ana")}.json`);
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
      dropped: [{ name: "metadata customer-name", why: "no rule declares it" }],
      matched: ["owner", "author"],
    });
  });

  it("of a masked value that no header takes stays behind, and so do names that look like data", () => {
    const cities = parseRules({ rules: { city: "{{pick:cities}}" }, lists: { cities: ["Zürich", "Málaga"] } }, "rules");
    const about = { key: "billing/exports/1.csv", service: "billing", rules: cities, keys };
    expect(maskMetadata({ city: "Bern" }, about)).toEqual({
      metadata: {},
      dropped: [{ name: "metadata city", why: "its masked value has characters that S3 does not take there" }],
      matched: ["city"],
    });
    expect(maskMetadata({ "ana@corp.example": "x" }, about).dropped).toEqual([{ name: "metadata *", why: "no rule declares it" }]);
  });

  it("comes with its tags by the same rules, and leaves fingerprints of what was masked", () => {
    const originals = new FingerprintSet();
    const about = { key: "billing/exports/1.csv", service: "billing", rules, keys, originals };
    const tags = [
      { Key: "owner", Value: "design & more" },
      { Key: "author", Value: "Ana Lopez" },
      { Key: "customer", Value: "Ana" },
    ];
    const { tagging, dropped } = maskTags(tags, about);
    expect([...new URLSearchParams(tagging)]).toEqual([
      ["owner", "design & more"],
      ["author", keys.mac("hash", "")("Ana Lopez").slice(0, 16)],
    ]);
    expect(dropped).toEqual([{ name: "tag customer", why: "no rule declares it" }]);
    expect(originals.has(fingerprintOf(keys, "Ana Lopez"))).toBe(true);
    expect(maskTags([], about)).toEqual({ tagging: undefined, dropped: [], matched: [] });
  });

  it("has headers that name nobody: a type without its file's name, no disposition", () => {
    const headers = {
      ContentType: "text/csv; name=ana.csv; charset=utf-8",
      CacheControl: "no-store",
      ContentDisposition: 'attachment; filename="ana.csv"',
      WebsiteRedirectLocation: "/ana",
      ExpiresString: "Wed, 25 Nov 2026 00:00:00 GMT",
    };
    expect(keptHeaders(headers)).toEqual({
      ContentType: "text/csv; charset=utf-8",
      CacheControl: "no-store",
      Expires: new Date("2026-11-25T00:00:00Z"),
    });
    expect(keptHeaders({ ContentType: "ana" })).toEqual({});
    expect(droppedHeaders(headers).map(({ name }) => name)).toEqual(["header content-disposition", "header website-redirect-location"]);
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
