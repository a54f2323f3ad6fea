import { checkLeaks, type Place, type Reader, ruleKinds, rulesIn } from "../../local/refresh/leaks/index.ts";
import { indexNeedles } from "../../local/refresh/leaks/needles.ts";

const place = (store: Place["store"], column: string): Place => ({
  store,
  service: "billing",
  tables: ["customers"],
  names: [column],
  label: `${store} billing.customers.${column}`,
});

const reader =
  (texts: readonly (readonly [Place, string])[], bytes: readonly (readonly [Place, Uint8Array])[] = []): Reader =>
  async (sink) => {
    for (const [where, text] of texts) sink.text(where, text);
    for (const [where, blob] of bytes) sink.bytes(where, blob);
  };

const rules = ruleKinds({
  common: { email: "test+{{hash}}@example.com", status: "{{keep}}", nickname: "{{format}}", ssn: "XXX-XX-{{last:4}}" },
  byService: new Map(),
});

const email = place("aurora", "email");
const originals: readonly (readonly [Place, string])[] = [
  [email, "zoe.brandmox@kestrel.example"],
  [place("dynamodb", "ssn"), "912-34-5678"],
  [place("s3", "message"), "Dear Zoë Brandmox, welcome"],
  [place("aurora", "nickname"), "Foxy"],
  [place("aurora", "status"), "overdue and open"],
];
const masked: readonly (readonly [Place, string])[] = [
  [email, "test+0123456789abcdef@example.com"],
  [place("dynamodb", "ssn"), "XXX-XX-5678"],
  [place("s3", "message"), "XXXX XXX XXXXXXXX, XXXXXXX"],
  [place("aurora", "nickname"), "Grab"],
  [place("aurora", "status"), "overdue and open"],
];

describe("the leak check", () => {
  it("finds nothing in masked data, and counts what it looked at", async () => {
    expect(await checkLeaks(reader(originals), reader(masked), rules)).toEqual({ values: 4, scanned: 5, found: 0, places: [] });
  });

  it.each([
    ["an unmasked row", place("aurora", "notes"), "zoe.brandmox@kestrel.example"],
    ["an unmasked item", place("dynamodb", "ssn"), "912-34-5678"],
    ["a value inside a longer text", place("s3", "message"), "mail=zoe.brandmox@kestrel.example;"],
    ["a composite key", place("dynamodb", "pk"), "CUSTOMER#zoe.brandmox@kestrel.example"],
    ["a small value between the borders of words", email, "call 912-34-5678 now"],
    ["a short value in its own column", place("aurora", "nickname"), "Foxy"],
  ])("finds %s, and names the place but not the value", async (_what, where, text) => {
    const report = await checkLeaks(reader(originals), reader([...masked, [where, text]]), rules);
    expect(report.found).toBe(1);
    expect(report.places).toEqual([{ place: where.label, found: 1 }]);
    expect(JSON.stringify(report)).not.toContain(text);
  });

  it("finds a value in bytes and in an object's key", async () => {
    const keys: Place = { ...place("s3", "(key)"), label: "s3 billing/ keys" };
    const blob = Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from("zoe.brandmox@kestrel.example"), Buffer.from([7])]);
    const report = await checkLeaks(
      reader(originals),
      reader(masked, [
        [place("s3", "(body)"), blob],
        [keys, Buffer.from("billing/receipts/zoe.brandmox@kestrel.example/latest.ndjson")],
      ]),
      rules,
    );
    expect(report.places.map((one) => one.place).sort()).toEqual(["s3 billing.customers.(body)", "s3 billing/ keys"]);
  });

  it("does not take what is declared harmless for a leak", async () => {
    const report = await checkLeaks(reader(originals), reader([...masked, [place("dynamodb", "status"), "overdue and open"]]), rules);
    expect(report.found).toBe(0);
  });

  it("takes as many equal short values for chance as there must be, and no more", async () => {
    const code = place("aurora", "code");
    const two = ruleKinds({ common: { code: "{{format}}" }, byService: new Map() });
    const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const codes = letters.flatMap((a) => letters.map((b) => [code, a + b] as const));
    const shifted = codes.map(
      ([where, text]) => [where, String.fromCharCode(...Array.from(text, (letter) => ((letter.charCodeAt(0) - 64) % 26) + 65))] as const,
    );
    expect((await checkLeaks(reader(codes.slice(0, 20)), reader(shifted.slice(0, 20)), two)).found).toBe(0);
    expect((await checkLeaks(reader(codes.slice(0, 20)), reader(codes.slice(0, 20)), two)).found).toBeGreaterThan(0);
  });
});

describe("the search for many texts", () => {
  it("reports every place of every text", () => {
    const index = indexNeedles(["CUSTOMER#1234", "CUSTOMER#12345", "ß-umlaut-é"]);
    const found: [number, number][] = [];
    const bytes = Buffer.from("xCUSTOMER#12345 ß-umlaut-é CUSTOMER#1234");
    index.scan(bytes, bytes.length, (needle, start) => found.push([needle, start]));
    expect(found.sort()).toEqual([
      [0, 1],
      [0, 29],
      [1, 1],
      [2, 16],
    ]);
  });

  it("searches megabytes for a hundred thousand texts in a moment", () => {
    const needles = Array.from({ length: 100_000 }, (_, i) => `person-${i}@kestrel.example`);
    const index = indexNeedles(needles);
    const bytes = Buffer.from(`test+${"0123456789abcdef".repeat(4)}@example.com\n`.repeat(100_000));
    let found = 0;
    const started = performance.now();
    index.scan(bytes, bytes.length, () => found++);
    expect(found).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("the rules as the leak check reads them", () => {
  it("knows kept, hiding and shuffling rules by their most specific name", () => {
    const kinds = ruleKinds({
      common: rulesIn({
        rules: {
          email: "test+{{hash}}@example.com",
          city: "{{keep}}",
          "orders.city": "{{redact}}",
          "profile.phone": "{{format}}",
          "prefix:billing/assets/": "{{keep}}",
        },
      }),
      byService: new Map([["auth", { email: "{{keep}}" }]]),
    });
    const of = (service: string, table: string, ...names: string[]) => kinds.of({ service, tables: [table], names });
    expect(of("billing", "customers", "email")).toBe("hides");
    expect(of("auth", "customers", "email")).toBe("keep");
    expect(of("billing", "customers", "city")).toBe("keep");
    expect(of("billing", "orders", "city")).toBe("hides");
    expect(of("billing", "customers", "profile", "phone")).toBe("shuffles");
    expect(of("billing", "customers", "notes")).toBe("none");
    expect(kinds.keepsObject("billing/assets/a.bin")).toBe(true);
    expect(kinds.keepsObject("billing/uploads/a.bin")).toBe(false);
  });
});
