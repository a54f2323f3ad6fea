/** The prover: it finds every planted original, wherever it stands, and raises no alarm at what the maskers give. */
import { createHash } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { type Format, type MaskStreamOptions, maskStream } from "../../handlers/masking/formats/index.ts";
import { rulesOf } from "../../handlers/masking/operations/proving/rules-of.ts";
import {
  FingerprintSet,
  fingerprintOf,
  JsonScanner,
  type Look,
  Place,
  Proof,
  recordOriginals,
  ScanError,
  type Scope,
  type ScopeRules,
  scanCsv,
  scanLine,
  scanParquet,
  scanValue,
} from "../../handlers/masking/prove/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import { keys } from "./support/fields.ts";

const secret = "ana.lopez@corp.example";
const setOf = (...texts: string[]): FingerprintSet => {
  const set = new FingerprintSet();
  for (const text of texts) set.add(fingerprintOf(keys, text));
  return set;
};

type Streamed = Exclude<Format, "parquet">;

const lists = new Map([["cities", ["Northford", "Ash Vale", "Oak"]]]);

type Scan = (scope: Scope) => void | Promise<void>;

/** The leaks of one scan, as `place: found+unlike`. */
async function leaksOf(scan: Scan, rules?: ScopeRules, originals = setOf(secret)): Promise<string[]> {
  const proof = new Proof({ keys, originals, lists });
  await scan(proof.scope("here", rules));
  await proof.settle([originals.toBuffer()]);
  return proof.leaks().map(({ place, found, unlike }) => `${place}: ${found}+${unlike}`);
}

const json =
  (value: unknown, form: "json" | "dynamodb" = "json"): Scan =>
  ({ root, look }) => {
    const scanner = new JsonScanner(root(form), look);
    scanner.push(typeof value === "string" ? value : JSON.stringify(value));
    scanner.end();
  };
const item = (attributes: object): Scan => json({ Item: attributes }, "dynamodb");
const csv =
  (text: string): Scan =>
  async ({ root, look }) =>
    void (await scanCsv([Buffer.from(text)], root(), look));
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString("base64");
const parquet =
  (columns: Parameters<typeof parquetWriteBuffer>[0]): Scan =>
  async ({ root, look }) => {
    const file = parquetWriteBuffer(columns);
    await scanParquet({ byteLength: file.byteLength, slice: (start, end) => file.slice(start, end) }, root(), look);
  };

describe("a planted original is found", () => {
  const plain: [string, Scan, string][] = [
    ["in a text of NDJSON, at any depth", json(`{"a":1}\n{"x":[[{"b":{"c":"${secret}"}}]]}\n`), "x.b.c"],
    ["in a text with escapes", json('{"a":"ana.lopez\\u0040corp.example"}'), "a"],
    ["in a document over several lines", json(JSON.stringify({ list: [{ a: secret }] }, undefined, 2)), "list.a"],
    ["in the second of two members of one name", json(`{"a":"x","a":"${secret}"}`), "a"],
    ["as a member's name", json({ map: { [secret]: 1 } }), "map.#name"],
    ["in a quoted field of CSV", csv(`a;b\n1;"x"\n2;"${secret}"\n`), "b"],
    ["in a row with more fields than the header", csv(`a,b\n1,2,${secret}\n`), "column 3"],
    ["in the header", csv(`a,${secret}\n1,2\n`), "#name"],
    ["in an S", item({ a: { S: secret } }), "a"],
    ["in an SS", item({ a: { SS: ["x", secret] } }), "a"],
    ["in a B", item({ a: { B: base64(secret) } }), "a"],
    ["in a BS", item({ a: { BS: [base64("x"), base64(secret)] } }), "a"],
    ["in an M in an L in an M", item({ a: { M: { b: { L: [{ M: { c: { S: secret } } }] } } } }), "a.b.c"],
    ["as an attribute's name", item({ a: { M: { [secret]: { BOOL: true } } } }), "a.#name"],
    ["in a B that is gzip", item({ a: { B: base64(gzipSync(`to ${secret};`)) } }), "a"],
    ["in a B that is zlib, of JSON", item({ a: { B: base64(deflateSync(JSON.stringify({ to: [secret] }))) } }), "a"],
    [
      "in a B of a foreign form",
      item({ a: { B: base64(Buffer.concat([Buffer.of(0xff, 10, 22), Buffer.from(`"${secret}"`), Buffer.of(0, 0xfe)])) } }),
      "a",
    ],
    [
      "in a B that begins as gzip and is none",
      item({ a: { B: base64(Buffer.concat([Buffer.of(0x1f, 0x8b, 1), Buffer.from(secret)])) } }),
      "a",
    ],
    ["in a B of gzip in gzip", item({ a: { B: base64(gzipSync(gzipSync(secret))) } }), "a"],
    ["as part of a composite key", item({ pk: { S: `CUSTOMER#${secret}` }, sk: { S: "A|B" } }), "pk"],
    ["between colons, bars and slashes", json({ a: `x:${secret}`, b: `x|${secret}|y`, c: `https://host/${secret}/y` }), "a"],
    ["in base64 in a field", json({ a: base64(JSON.stringify({ mail: secret })) }), "a"],
    ["in base64 without padding, of the URL's alphabet", json({ a: Buffer.from(`${secret}??`).toString("base64url") }), "a"],
    ["in base64 of gzip in a field", json({ a: base64(gzipSync(secret)) }), "a"],
    ["in a data URL", json({ a: `data:text/plain;base64,${base64(secret)}` }), "a"],
    [
      "in a token's payload",
      json({ a: `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify({ sub: secret })).toString("base64url")}.x` }),
      "a",
    ],
    ["percent-encoded", json({ a: `q=${encodeURIComponent(secret)}&x=1` }), "a"],
    ["percent-encoded twice", json({ a: encodeURIComponent(encodeURIComponent(secret)) }), "a"],
    ["in JSON in a text", json({ a: JSON.stringify({ b: [JSON.stringify({ c: secret })] }) }), "a"],
    ["as a word of a text", json({ a: `Ask <${secret}>, please` }), "a"],
    ["in a line of text", ({ root, look }) => scanLine(`2026-11-24 INFO mail="${secret}"; sent`, root(), look), "line"],
    ["in an item of a scan", ({ root, look }) => scanValue({ a: { SS: new Set([secret]) } }, itemRoot(root), look), "a"],
    ["in bytes of a row", ({ root, look }) => scanValue({ a: Buffer.from(secret), b: new Date(0) }, root(), look), "a"],
    ["in Parquet", parquet({ columnData: [{ name: "a", data: ["x", secret], type: "STRING" }] }), "a"],
  ];
  const itemRoot = (root: Scope["root"]): Place => root("dynamodb").member("Item");

  it.each(plain)("%s", async (_name, scan, place) => {
    expect(await leaksOf(scan)).toContain(`${place}: 1+0`);
    expect(await leaksOf(scan, undefined, setOf("someone.else@corp.example"))).toEqual([]);
  });

  it("in the footer of Parquet, where only the pages were masked", async () => {
    const scan = parquet({
      columnData: [{ name: "a", data: ["x"], type: "STRING" }],
      kvMetadata: [{ key: "pandas", value: `{"owner":"${secret}"}` }],
    });
    expect(await leaksOf(scan)).toEqual(["#metadata: 1+0"]);
  });

  it("as a number as it is written, and in the form that it has elsewhere", async () => {
    const originals = setOf("4111111111111111", "1234567.25");
    expect(await leaksOf(json('{"a":4111111111111111,"b":1234567.250}'), undefined, originals)).toEqual(["a: 1+0"]);
    const long = setOf("123456789012345.25");
    expect(await leaksOf(json('{"b":123456789012345.250}'), undefined, long)).toEqual(["b: 1+0"]);
  });

  it("once for a text, however often it stands in it", async () => {
    expect(await leaksOf(json({ a: `${secret} ${secret}|${secret}` }))).toEqual(["a: 1+0"]);
  });

  it("wherever the pieces of a stream end", () => {
    const value = { a: ['x"\\', { b: `${secret}é` }], c: -12500, d: [true, null], e: secret };
    const text = JSON.stringify(value, undefined, 1).replace("-12500", "-12.5e+3");
    const readIn = (cuts: readonly number[]): void => {
      const seen: string[] = [];
      const look: Look = (place, found, kind) => void seen.push(`${place.names.join(".")} ${kind} ${found}`);
      const scanner = new JsonScanner(Place.root(), look);
      let from = 0;
      for (const to of [...cuts, text.length]) {
        scanner.push(text.slice(from, to));
        from = to;
      }
      scanner.end();
      expect(scanner.records).toBe(1);
      expect(seen).toEqual([
        ...["#name name a", 'a text x"\\', "a.#name name b", `a.b text ${secret}é`, "#name name c", "c number -12.5e+3"],
        ...["#name name d", "d boolean true", "d null ", "#name name e", `e text ${secret}`],
      ]);
    };
    for (let cut = 0; cut <= text.length; cut++) readIn([cut]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => readIn(cuts.sort((a, b) => a - b))),
      { numRuns: 300 },
    );
  });
});

describe("a text that no rule gives is found though its original is unknown", () => {
  const rules = parseRules(
    {
      version: "masking/v1",
      rules: {
        email: "test+{{hash}}@example.com",
        ssn: "XXX-XX-{{last:4}}",
        pk: "{{part:#:1}}#{{part:#:2|hash}}",
        city: "{{pick:cities}}",
        gone: "{{null}}",
        status: "{{keep}}",
        born: "{{year}}",
        "total[kind=ORDER#*]": "{{keep}}",
        id: "{{uuid}}",
        host: "{{ip}}",
        score: "{{int:1:100}}",
        name: "{{format}}",
      },
      lists: Object.fromEntries(lists),
    },
    "rules",
  );
  const own = rulesOf(rules, { service: "billing", table: "accounts", keyAttributes: ["pk", "sk"] });
  it.each([
    ["email", "test+0123456789abcdef@example.com", "bo@corp.example"],
    ["ssn", "XXX-XX-1234", "123-45-6789"],
    ["pk", "CUSTOMER#0123456789abcdef", "CUSTOMER#bo@corp.example"],
    ["city", "Northford", "Bonn"],
    ["gone", "", "x"],
    ["undeclared", "XX XXX, 12.50", "Bo Li"],
    ["undeclared", "-12.5e3", "Größe"],
    ["born", "1985-01-01", "Mitte der 1980er é"],
    ["total", "12 apples", ""],
    ["id", "01234567-89ab-4cde-8fab-0123456789ab", "not-a-uuid"],
    ["host", "10.1.2.3", "corp.example"],
    ["score", "77", "seventy"],
    ["name", "Qwe Rty", "Jürgen"],
  ])("at %s: %j may stand there, %j may not", async (place, good, bad) => {
    const isUndeclared = place === "undeclared";
    const value = isUndeclared ? good.split(", ") : good;
    expect(await leaksOf(json({ [place]: value }), own, setOf())).toEqual([]);
    if (bad !== "") expect(await leaksOf(json({ [place]: bad }), own, setOf())).toEqual([`${place}: 0+1`]);
  });

  it("a binary value where no rule keeps it", async () => {
    expect(await leaksOf(item({ a: { B: base64("hi there") }, status: { B: base64("hi there") } }), own)).toEqual(["a: 0+1"]);
    expect(await leaksOf(item({ a: { B: "" } }), own)).toEqual([]);
  });

  it("but an undeclared key may be anything that is no original", async () => {
    expect(await leaksOf(item({ sk: { S: "PROFILE" } }), own, setOf("PROFILE"))).toEqual([]);
    expect(await leaksOf(item({ sk: { S: `X#${secret}` } }), own)).toEqual(["sk: 1+0"]);
  });

  it("and what equals an original by chance, or by the rule, is none", async () => {
    const originals = setOf("Northford", "Lopez", "77", "CUSTOMER", "email", "10", "paid");
    const record = {
      city: "Northford",
      name: "Lopez",
      score: "77",
      pk: "CUSTOMER#0123456789abcdef",
      born: "10",
      status: "paid",
      email: "",
      n: 77,
    };
    expect(await leaksOf(json(record), own, originals)).toEqual([]);
  });

  it("but a long original is no chance, and neither is one that its rule would have changed", async () => {
    expect(await leaksOf(json({ name: "Maria Magdalena" }), own, setOf("Maria Magdalena"))).toEqual(["name: 1+0"]);
    expect(await leaksOf(json({ Lopez: 1 }), own, setOf("Lopez"))).toEqual(["#name: 1+0"]);
    expect(await leaksOf(json({ n: 4111111111111111 }), own, setOf("4111111111111111"))).toEqual(["n: 1+0"]);
  });
});

describe("the counts of a proof", () => {
  it("name places and never values; what is kept is counted and not judged", async () => {
    const rules = rulesOf(parseRules({ status: "{{keep}}", email: "{{hash}}" }, "rules"), { service: "billing", table: "accounts" });
    const proof = new Proof({ keys, originals: setOf(secret) });
    const scope = proof.scope("s3 billing", rules);
    const records = [
      { status: "open", email: null, n: 5, map: { "4111111111111111": "X" } },
      { status: `by ${secret}`, email: "", n: 6 },
    ];
    for (const record of records) json(record)(scope);
    const counts = Object.fromEntries(proof.counts.all().map(({ where, place, ...rest }) => [`${where} ${place}`, rest]));
    expect(counts["s3 billing status"]).toMatchObject({ compared: 2, kept: 2, keptOriginals: 1, found: 0 });
    expect(counts["s3 billing email"]).toMatchObject({ compared: 1, nulls: 1, empty: 1 });
    expect(counts["s3 billing n"]).toMatchObject({ compared: 2, passed: 2 });
    expect(Object.keys(counts)).toContain("s3 billing map.*");
    expect(JSON.stringify(proof.counts.all())).not.toMatch(/4111|ana/);
    expect(proof.leaks()).toEqual([]);
  });

  it("stay few when the names of members are data", () => {
    const proof = new Proof({ keys, originals: setOf() });
    const scope = proof.scope("s3");
    const root = scope.root();
    for (let i = 0; i < 30_000; i++)
      scope.look(root.member(`n${createHash("md5").update(String(i)).digest("hex").replaceAll(/[0-9]/g, "")}`), "x", "text");
    expect(proof.counts.all().length).toBeLessThanOrEqual(5001);
    expect(proof.counts.all().reduce((sum, { compared }) => sum + compared, 0)).toBe(30_000);
  });

  it("come in the order of their places", () => {
    const proof = new Proof({ keys, originals: setOf() });
    for (const where of ["s3 b", "s3 a"]) {
      const { root, look } = proof.scope(where);
      const top = root();
      for (const name of ["z", "a", "m"]) look(top.member(name), "x", "text");
    }
    expect(proof.counts.all().map(({ where, place }) => `${where} ${place}`)).toEqual([
      "s3 a a",
      "s3 a m",
      "s3 a z",
      "s3 b a",
      "s3 b m",
      "s3 b z",
    ]);
  });

  it("say of a bomb that it was not opened", async () => {
    const proof = new Proof({ keys, originals: setOf(secret) });
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    item({ a: { B: base64(bomb) } })(proof.scope("x"));
    expect(proof.counts.all().find(({ place }) => place === "a")?.unopened).toBe(1);
  });
});

describe("what cannot be read is refused, without naming a value", () => {
  it.each([
    ['{"a":"ana', "it does not end, in record 1"],
    ['{"a":1}\n{"b":ana}', "this is no JSON value, in record 2"],
    ['{"a":"\\q"}', "escape"],
    ["{1:2}", "a value stands where none may"],
    ['{"a":1,}', "a bracket stands where none may"],
    ["[1,]", "a bracket stands where none may"],
    ["[1}", "a bracket stands where none may"],
    ['{"a" 1}', "a value stands where none may"],
    ['{"a":,}', "a comma stands where none may"],
    ["[:]", "a colon stands where none may"],
    ["]", "a bracket stands where none may"],
    ["[".repeat(200_000), "levels deep"],
  ])("JSON: %.20s", async (text, problem) => {
    const scan = leaksOf(json(text));
    await expect(scan).rejects.toThrow(ScanError);
    await expect(scan).rejects.toThrow(problem);
    await expect(scan).rejects.not.toThrow(/ana|\\q/);
  });

  it("an item of no known form", async () => {
    await expect(leaksOf(json({ Key: {} }, "dynamodb"))).rejects.toThrow('has "Item" and nothing else');
    await expect(leaksOf(item({ a: { X: secret } }))).rejects.toThrow("no type of this name");
  });

  it("CSV with a quote that does not end, and what is no Parquet", async () => {
    const scan = leaksOf(csv(`a,b\n1,"${secret}\n`));
    await expect(scan).rejects.toThrow(/a quoted field does not end, behind row 0\./);
    await expect(scan).rejects.not.toThrow(/ana/);
    const file = Buffer.from(`PAR1${secret}PAR1`);
    const broken = leaksOf(async ({ root, look }) => {
      const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer;
      await scanParquet({ byteLength: bytes.byteLength, slice: (start, end) => bytes.slice(start, end) }, root(), look);
    });
    await expect(broken).rejects.toThrow("The Parquet file cannot be read.");
  });
});

describe("masked documents", () => {
  const rules = parseRules(
    {
      rules: {
        email: "test+{{lower|hash}}@example.com",
        ssn: "XXX-XX-{{last:4}}",
        phone: "{{perm}}",
        card: "{{card}}",
        born: "{{date:30}}",
        name: "{{format}}",
        city: "{{pick:cities}}",
        status: "{{keep}}",
        gone: "{{null}}",
        "name[status=open]": "{{hash}}",
        pk: "{{part:#:1}}#{{part:#:2|hash}}",
      },
      lists: Object.fromEntries(lists),
    },
    "rules",
  );
  const columns = ["email", "ssn", "phone", "card", "born", "name", "city", "status", "gone", "note", "pk", "sk"];
  const text = fc.oneof(
    fc.constantFrom(
      "Ana Lopez",
      "open",
      "Oak",
      "ana@corp.example",
      "CUSTOMER#17",
      "1985-01-01",
      "4111 1111 1111 1111",
      "+49 30 123456",
      "",
      "12.50",
    ),
    fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
    fc.string({ unit: "grapheme", maxLength: 12 }).filter((each) => each.isWellFormed() && !each.includes("\u0000")),
    fc.constantFrom(...columns).map((name) => base64(`some ${name}, in base64`)),
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...columns), tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  const record = fc.dictionary(fc.constantFrom(...columns), value, { maxKeys: 8 });
  const attribute = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text.map((S) => ({ S })),
      fc.integer().map((n) => ({ N: String(n) })),
      text.map((each) => ({ B: base64(each) })),
      fc.uniqueArray(text, { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
      fc.array(tie("value"), { maxLength: 3 }).map((L) => ({ L })),
      fc.dictionary(fc.constantFrom(...columns), tie("value"), { maxKeys: 4 }).map((M) => ({ M })),
      fc.constantFrom({ NULL: true }, { BOOL: false }),
    ),
  })).value;
  const key = text.filter((each) => each !== "" && each.length < 40).map((S) => ({ S }));
  const itemOf = fc
    .tuple(fc.dictionary(fc.constantFrom(...columns.filter((name) => name !== "pk" && name !== "sk")), attribute, { maxKeys: 6 }), key, key)
    .map(([rest, pk, sk]) => ({ Item: { pk, sk, ...rest } }));
  const cell = (each: string): string => (/[",;\r\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each);
  const rows = fc.array(fc.array(text, { minLength: columns.length, maxLength: columns.length }), { minLength: 1, maxLength: 6 });

  const documents: [Streamed, fc.Arbitrary<string>][] = [
    ["ndjson", fc.array(record, { maxLength: 4 }).map((all) => all.map((each) => `${JSON.stringify(each)}\n`).join(""))],
    ["json", fc.array(record, { maxLength: 4 }).map((all) => JSON.stringify(all, undefined, 1))],
    ["csv", rows.map((all) => [columns, ...all].map((row) => `${row.map(cell).join(",")}\n`).join(""))],
    ["dynamodb", fc.array(itemOf, { maxLength: 4 }).map((all) => all.map((each) => `${JSON.stringify(each)}\n`).join(""))],
    ["text", fc.array(text, { maxLength: 5 }).map((lines) => lines.map((line) => `${line.replaceAll(/[\r\n]/g, " ")}\n`).join(""))],
  ];

  const scanOf = (format: Streamed, bytes: Buffer): Scan => {
    if (format === "csv") return csv(bytes.toString("utf8"));
    if (format !== "text") return json(bytes.toString("utf8"), format === "dynamodb" ? "dynamodb" : "json");
    return ({ root, look }) => {
      const place = root();
      for (const line of bytes.toString("utf8").split("\n")) scanLine(line, place, look);
    };
  };
  async function mask(format: Streamed, before: string, originals: FingerprintSet): Promise<Buffer> {
    const keyAttributes =
      format === "dynamodb"
        ? [
            { name: "pk", type: "S" as const },
            { name: "sk", type: "S" as const },
          ]
        : [];
    const options: MaskStreamOptions = { keys, rules, service: "billing", table: "accounts", originals, keyAttributes };
    const source = (async function* () {
      yield Buffer.from(before);
    })();
    const chunks: Uint8Array[] = [];
    for await (const chunk of maskStream(format, options).mask(source)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  const own = (format: Streamed): ScopeRules =>
    rulesOf(rules, { service: "billing", table: "accounts", keyAttributes: format === "dynamodb" ? ["pk", "sk"] : [] });

  it.each(documents)("of %s have no leak", async (format, documentsOf) => {
    await fc.assert(
      fc.asyncProperty(documentsOf, async (before) => {
        const originals = setOf();
        const after = await mask(format, before, originals);
        expect(await leaksOf(scanOf(format, after), own(format), originals)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each(documents)("of %s have the originals that the prover reads by itself", async (format, documentsOf) => {
    await fc.assert(
      fc.asyncProperty(documentsOf, async (before) => {
        const originals = setOf();
        const look = recordOriginals(originals, { keys, lists }, own(format));
        await scanOf(format, Buffer.from(before))({ root: Place.root, look, lookAt: () => {} });
        const after = await mask(format, before, setOf());
        expect(await leaksOf(scanOf(format, after), own(format), originals)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("are compared with what the prover read itself, so that a masker that forgets a place is seen", async () => {
    const originals = setOf();
    const look = recordOriginals(originals, { keys, lists }, own("ndjson"));
    const before = JSON.stringify({ email: secret, note: "x", status: "open" });
    json(before)({ root: Place.root, look, lookAt: () => {} });
    expect(originals.size).toBe(1);
    expect(await leaksOf(json({ email: "", log: { email: [secret] } }), own("ndjson"), originals)).toEqual(["log.email: 1+0"]);
  });

  it.each(documents)("of %s that were not masked have", async (format) => {
    const before = {
      ndjson: JSON.stringify({ email: secret }),
      json: JSON.stringify([{ a: { email: secret } }]),
      csv: `email,status\n${secret},open\n`,
      dynamodb: JSON.stringify({ Item: { pk: { S: "C#1" }, sk: { S: "x" }, email: { S: secret } } }),
      text: `mail from ${secret}\n`,
    }[format];
    const originals = setOf();
    await mask(format, before, originals);
    expect(await leaksOf(scanOf(format, Buffer.from(before)), own(format), originals)).not.toEqual([]);
  });
});
