/** The prover: it finds every planted original, wherever it stands, and explains what may stay. */
import fc from "fast-check";
import { fingerprint, parseTemplate } from "../../handlers/masking/engine/index.ts";
import {
  createProof,
  FingerprintSet,
  isExplained,
  originalsOf,
  scanCsv,
  scanCsvStream,
  scanDynamoJson,
  scanNdjson,
  scanText,
} from "../../handlers/masking/prove/index.ts";
import { keys } from "./support/fields.ts";

const secret = "ana.lopez@corp.example";
const originals = new FingerprintSet();
originals.add(fingerprint(keys, secret));

const places = (leaves: Iterable<{ place: string; text: string }>): string[] => {
  const proof = createProof(keys, originals);
  for (const leaf of leaves) proof.check(leaf);
  return proof.result().found.map((found) => found.place);
};

describe("the scanners", () => {
  it("see every text of a record, names too", () => {
    expect(places(scanNdjson(JSON.stringify({ a: [{ b: secret }], [secret]: 1 })))).toEqual(["#name", "a.b"]);
    expect(places(scanNdjson('{"a":"ana.lopez\\u0040corp.example"}'))).toEqual(["a"]);
  });

  it("see every type of an attribute, binary too", () => {
    const item = { s: { S: secret }, l: { L: [{ M: { x: { SS: ["y", secret] } } }] }, b: { B: Buffer.from(secret).toString("base64") } };
    expect(places(scanDynamoJson(JSON.stringify({ Item: item })))).toEqual(["b", "l.x", "s"]);
  });

  it("see every field of CSV and every word of text", async () => {
    const csv = `a,b\nx,"${secret}"\n${secret},y\n`;
    expect(places(scanCsv(csv))).toEqual(["a", "b"]);
    const leaves = [];
    for await (const leaf of scanCsvStream([csv.slice(0, 9), csv.slice(9)] as unknown as AsyncIterable<string>)) leaves.push(leaf);
    expect(leaves).toEqual([...scanCsv(csv)]);
    expect(places(scanText(`mail="${secret}"; sent`))).toEqual(["word"]);
  });
});

describe("the proof", () => {
  it("counts by place and names no value", () => {
    const proof = createProof(keys, originals);
    for (const text of [secret, "x", secret, ""]) proof.check({ place: "email", text });
    proof.checkFingerprint("t.c", fingerprint(keys, secret));
    expect(proof.result()).toEqual({
      values: 4,
      originals: 1,
      found: [
        { place: "email", count: 2 },
        { place: "t.c", count: 1 },
      ],
    });
  });

  it("looks everywhere for values with room enough only", () => {
    const found = (template: string, value: string): boolean => originalsOf(parseTemplate(template), keys, new Map())(value) !== undefined;
    expect([
      found("{{hash}}", "a"),
      found("{{format}}", "ab1"),
      found("{{format}}", "abcdefghij"),
      found("{{redact}}", "abcdefghij"),
      found("{{keep}}", "abc"),
    ]).toEqual([true, false, true, false, false]);
  });

  it.each([
    ["{{keep}}", "open", true],
    ["{{redact}}", "--", true],
    ["{{redact}}", "a", false],
    ["{{year}}", "1985-01-01", true],
    ["XXX-XX-{{last:4}}", "XXX-XX-1234", true],
    ["XXX-XX-{{last:4}}", "123-45-6789", false],
    ["{{format}}", "a", false],
    ["{{hash}}", "a", false],
  ])("%s explains %s: %s", (template, value, explained) => {
    expect(isExplained(parseTemplate(template), value, keys, new Map())).toBe(explained);
  });
});

describe("FingerprintSet", () => {
  it("holds what was added, also when stored and put together", () => {
    const hex = fc.array(fc.constantFrom(..."0123456789abcdef"), { minLength: 16, maxLength: 16 }).map((digits) => digits.join(""));
    fc.assert(
      fc.property(fc.array(hex, { maxLength: 3000 }), fc.array(hex, { maxLength: 50 }), (some, others) => {
        const set = new FingerprintSet();
        for (const each of [...some, "0000000000000000"]) set.add(each);
        const copy = new FingerprintSet();
        copy.addAll(FingerprintSet.fromBuffer(set.toBuffer()));
        const expected = new Set([...some, "0000000000000000"]);
        expect(copy.size).toBe(expected.size);
        for (const each of [...some, ...others]) expect(copy.has(each)).toBe(expected.has(each));
      }),
      { numRuns: 30 },
    );
  });
});
