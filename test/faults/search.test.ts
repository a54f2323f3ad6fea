import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { collectCanaries, searchFor } from "../../local/faults/index.ts";
import { DiskLook } from "../../local/faults/look/index.ts";

const canaries = collectCanaries({ services: ["billing"], rows: 30, items: 60 });
const search = searchFor(canaries);

describe("the canaries", () => {
  it("come from every kind of place", () => {
    const places = new Set(canaries.map(({ place }) => place));
    for (const place of [
      "billing customers.email",
      "billing customers.ssn",
      "billing customers.address.street",
      "billing customers.tags",
      "billing invoices.description",
      "billing-accounts.contact.lines",
      "billing-accounts.portrait",
      "billing-events.pk",
      "billing events.contact.phone",
      "billing exports (cell)",
      "billing receipts (key)",
    ])
      expect(places).toContain(place);
  });

  it("are no values that rules keep, and none that chance finds", () => {
    expect(canaries.filter(({ place }) => /\.(?:customer_id|status|currency|created_at)$/.test(place))).toEqual([]);
    expect(canaries.filter(({ value }) => /^[\d.]+$/.test(value))).toEqual([]);
  });
});

describe("the search by bytes", () => {
  const canary = { place: "billing customers.notes", value: 'Zoë “the fox” O\'Baker\t"x"' };
  const found = (bytes: Uint8Array): readonly string[] => searchFor([canary]).in(bytes);

  it.each([
    ["as it is", canary.value],
    ["in JSON", JSON.stringify({ notes: canary.value })],
    ["in JSON inside JSON", JSON.stringify({ input: JSON.stringify({ notes: canary.value }) })],
    ["in Python's JSON", JSON.stringify(canary.value).replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)],
    ["in base64", Buffer.from(canary.value).toString("base64")],
    ["in a URL", `https://x/${encodeURIComponent(canary.value)}`],
  ])("finds a value %s", (_, text) => {
    expect(found(Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(text), Buffer.from([0])]))).toEqual([canary.place]);
  });

  it("finds every canary of the data, and none in other bytes", () => {
    const missed = canaries.filter(({ value }) => search.in(Buffer.from(`\0${value}\0`)).length === 0);
    expect(missed).toEqual([]);
    expect(search.in(Buffer.from("nothing of anybody stands here".repeat(100)))).toEqual([]);
  });

  it("reads files on disk, again when they have changed, and not those of the folders that are left out", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "test-faults-"));
    try {
      const [{ value, place } = { value: "", place: "" }] = canaries;
      mkdirSync(path.join(folder, "rds/data-1/base"), { recursive: true });
      const file = path.join(folder, "rds/data-1/base/16384");
      writeFileSync(file, "clean");
      const disk = new DiskLook(folder, search);
      expect(disk.hits(new Set())).toEqual([]);
      writeFileSync(file, `\0\0${value}\0`);
      utimesSync(file, 1, 1);
      expect(disk.hits(new Set()).map((hit) => hit.place)).toContain(place);
      expect(disk.hits(new Set(["rds/data-1"]))).toEqual([]);
      expect([...disk.foldersWithCanaries()]).toEqual(["rds/data-1"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
