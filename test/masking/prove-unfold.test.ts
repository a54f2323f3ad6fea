/** What stands inside a text: it is found in every encoding, to the bounds that are stated, and nothing is invented. */
import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { parseTemplate } from "../../handlers/masking/engine/index.ts";
import { FingerprintSet, fingerprintOf, Place, Proof, recordOriginals } from "../../handlers/masking/prove/index.ts";
import { Unfolder } from "../../handlers/masking/prove/unfold/index.ts";
import { keys } from "./support/fields.ts";

const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const base64url = (text: string | Buffer): string => Buffer.from(text).toString("base64url");
const hex = (text: string | Buffer): string => Buffer.from(text).toString("hex");
const utf16le = (text: string): Buffer => Buffer.from(text, "utf16le");
const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

function inside(text: string, kind: "text" | "binary" = "text", least = 1): { found: Set<string>; unopened: number } {
  const found = new Set<string>();
  const unfolder = new Unfolder((part) => found.add(part));
  unfolder[kind](text, least);
  return { found, unopened: unfolder.unopened };
}

const encodings: Record<string, (text: string) => string> = {
  base64,
  base64url: (text) => base64url(`${text}??>`),
  "base64 in lines": (text) => base64(text.padEnd(120)).replace(/.{20}/g, "$&\r\n"),
  "base64 of gzip": (text) => base64(gzipSync(text)),
  "base64 of zlib, stored": (text) => base64(deflateSync(text, { level: 0 })),
  "base64 of zlib, fast": (text) => base64(deflateSync(text, { level: 3 })),
  "base64 of zlib": (text) => base64(deflateSync(text)),
  "base64 of zlib, best": (text) => base64(deflateSync(text, { level: 9 })),
  "base64 of UTF-16": (text) => base64(utf16le(text)),
  "base64 of UTF-16, high byte first": (text) => base64(utf16be(text)),
  "base64 of UTF-16 with its mark": (text) => base64(utf16le(`\ufeff${text}`)),
  "base64 of UTF-16 with its mark, high byte first": (text) => base64(utf16be(`\ufeff${text}`)),
  "hexadecimal digits": hex,
  "hexadecimal capitals": (text) => hex(text).toUpperCase(),
  "0x and digits": (text) => `0x${hex(text)}`,
  "bytes of PostgreSQL in a sentence": (text) => `It was \\x${hex(text)}, so it is.`,
  "PostgreSQL's bytes": (text) => `\\x${hex(text)}`,
  "hexadecimal gzip": (text) => hex(gzipSync(text)),
  "a token": (text) => `eyJhbGciOiJub25lIn0.${base64url(JSON.stringify({ sub: text }))}.c2ln`,
  "a token of a header": (text) => `Bearer eyJhbGciOiJub25lIn0.${base64url(JSON.stringify({ sub: text }))}.c2ln`,
  "a basic header": (text) => `Basic ${base64(`${text}:secret`)}`,
  "JSON in a text": (text) => JSON.stringify({ a: [text] }),
  "JSON behind spaces": (text) => ` \n${JSON.stringify([text])}`,
  "a JSON text": (text) => JSON.stringify(text),
  "JSON in JSON": (text) => JSON.stringify({ a: JSON.stringify({ b: text }) }),
  "JSON that breaks off": (text) => `{"a":${JSON.stringify(text)},`,
  "percent-encoding": encodeURIComponent,
  "percent-encoding of every byte": (text) => hex(text).replace(/../g, "%$&"),
  "percent-encoding twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "percent-encoding beside a single %": (text) => `100 % of|${encodeURIComponent(text)}`,
  "a form": (text) => `a=1&b=${encodeURIComponent(text).replaceAll("%20", "+")}`,
  "an address": (text) => `https://host.example/${text}/x`,
  "a composite key": (text) => `CUSTOMER#${text}|7`,
  "a data URL": (text) => `data:text/plain;base64,${base64(text)}`,
};

const value = fc
  .tuple(fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,8}[é+]?@[a-z]{1,8}$/), fc.constantFrom(".example", ".test"))
  .map((parts) => parts.join(""));

describe("a value is found", () => {
  it.each(Object.keys(encodings))("in %s", (name) => {
    fc.assert(
      fc.property(value, (text) => {
        const { found, unopened } = inside(encodings[name]!(text));
        expect([...found].map((each) => each.replace(/\?\?>$/, "").trim())).toContain(text);
        expect(unopened).toBe(0);
        // Nothing is passed over that could hold it.
        const wanted = inside(encodings[name]!(text), "text", text.length).found;
        expect([...wanted].map((each) => each.replace(/\?\?>$/, "").trim())).toContain(text);
        expect([...wanted].filter((each) => each.length < text.length)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it("in any two encodings within one another", () => {
    const names = fc.constantFrom(...Object.keys(encodings).filter((name) => name !== "base64url" && name !== "base64 in lines"));
    fc.assert(
      fc.property(names, names, value, (outer, inner, text) => {
        const encoded = encodings[inner]!(text);
        // A path is parted at the slashes of base64 as well, a key at the colons of an address.
        fc.pre(!["an address", "a composite key"].includes(outer) || !/[#|:/]/.test(encoded));
        expect([...inside(encodings[outer]!(encoded)).found]).toContain(text);
      }),
    );
  });

  it.each([..." \t\r\n,;\"'<>()[]{}=&?\\\0\u0001\u001f\u007f"])("between two of %j", (end) => {
    expect(inside(`a${end}bo@corp${end}b`).found).toContain("bo@corp");
  });

  it.each(["#", "|", ":", "/"])("between two of %s, also a text of several words", (end) => {
    expect(inside(`a${end}Bo Li${end}b`).found).toContain("Bo Li");
  });

  it("at the end of a sentence", () => {
    expect(inside("Write to bo@corp.").found).toContain("bo@corp");
    expect(inside("bo@corp.").found).toContain("bo@corp");
  });

  it.each<[string, Buffer, string]>([
    ["plain", Buffer.from("bo@corp"), "bo@corp"],
    ["of one character", Buffer.from("b"), "b"],
    ["packed twice", gzipSync(deflateSync("bo@corp")), "bo@corp"],
    ["of UTF-16", utf16le("bo@corp"), "bo@corp"],
    ["that begin as UTF-16 and are not", Buffer.from("b\0\u0001corp"), "corp"],
    ["that begin with a zero", Buffer.from("\0\u0007bo@corp"), "bo@corp"],
    ["of a foreign form", Buffer.from([0xff, 1, ...Buffer.from("bo@"), 0xfe, ...Buffer.from("corp ~")]), "corp"],
    ["of a foreign form, three characters", Buffer.from([0xff, 1, ...Buffer.from("bo~"), 0xfe]), "bo~"],
    ["of a foreign form that is packed", gzipSync(Buffer.from([0xff, 1, ...Buffer.from("bo@"), 0xfe])), "bo@"],
    ["that begin as gzip and are none", Buffer.from([0x1f, 0x8b, 8, ...Buffer.from("bo@corp")]), "bo@corp"],
  ])("in bytes %s", (_name, bytes, expected) => {
    expect(inside(base64(bytes), "binary").found).toContain(expected);
  });
});

describe("nothing else is opened", () => {
  it.each([
    ["", []],
    ["plain", []],
    ["two words", ["two", "words"]],
    ["a%", []],
    ["a%zz", []],
    ["100%2", []],
    ["{a}", ["a"]],
    // Seven characters are too few for an encoding.
    ["YW5hbGE", []],
    ["616e61c", []],
    ["YW5hbGEx", ["anala1"]],
    ["616e6131", ["ana1"]],
    ["616e6x1316161", []],
    ["YW5hbGE!", []],
    ["xYZ#", ["xYZ"]],
  ])("in %j there are %j", (text, expected) => {
    expect([...inside(text).found].filter((each) => !/[^ -~]/.test(each)).sort()).toEqual([...expected].sort());
  });

  it("in bytes of a foreign form that have no run of three characters", () => {
    expect(inside(base64(Buffer.from([0xff, 0x62, 0x6f, 0xfe])), "binary").found.size).toBe(0);
    // Base64 in a text is either text or nothing.
    expect(inside(base64(Buffer.from([0xff, 0x10, ...Buffer.from("bo@corp"), 0xfe]))).found).not.toContain("bo@corp");
  });
});

describe("the bounds", () => {
  const nested = (times: number, text: string): string => {
    let packed = text;
    for (let i = 0; i < times; i++) packed = base64(packed);
    return packed;
  };

  it("five encodings within one another are opened, a sixth is counted", () => {
    expect(inside(nested(5, "bo@corp!")).found).toContain("bo@corp!");
    expect(inside(nested(5, "bo@corp!")).unopened).toBe(0);
    expect(inside(nested(6, "bo@corp!")).found).not.toContain("bo@corp!");
    expect(inside(nested(6, "bo@corp!")).unopened).toBeGreaterThan(0);
    const json = (times: number): string => {
      // The comma parts its words, so that it comes as a whole from JSON alone.
      let text = "bo, corp";
      for (let i = 0; i < times; i++) text = JSON.stringify([text]);
      return text;
    };
    expect([inside(json(5)).found.has("bo, corp"), inside(json(6)).found.has("bo, corp")]).toEqual([true, false]);
    const percent = (times: number): string => `b%25${"25".repeat(times - 1)}40c`;
    expect([inside(percent(4)).found.has("b@c"), inside(percent(5)).found.has("b@c"), inside(percent(6)).found.has("b@c")]).toEqual([
      true,
      false,
      false,
    ]);
    let packed: Buffer = Buffer.from("bo@corp!");
    for (let i = 0; i < 5; i++) packed = gzipSync(packed);
    expect(inside(base64(packed), "binary").found).toContain("bo@corp!");
    expect(inside(base64(gzipSync(packed)), "binary").found).not.toContain("bo@corp!");
    expect(inside(base64(gzipSync(packed)), "binary").unopened).toBe(1);
  });

  it("fewer than 16 Mi characters in all are looked at, and what was not is counted", () => {
    const most = 16 * 1024 * 1024;
    const bytes = (length: number): string => base64(gzipSync(Buffer.alloc(length, " "), { level: 1 }));
    expect(inside(bytes(most - 1), "binary").unopened).toBe(0);
    expect(inside(bytes(most), "binary").unopened).toBe(1);
  });

  it("each text has its own", () => {
    const found: string[] = [];
    const unfolder = new Unfolder((part) => found.push(part));
    unfolder.binary(base64(gzipSync(Buffer.alloc(15 * 1024 * 1024, " "), { level: 1 })));
    unfolder.binary(base64(gzipSync(Buffer.alloc(15 * 1024 * 1024, " "), { level: 1 })));
    unfolder.text("a:b");
    expect([unfolder.unopened, found.slice(-2)]).toEqual([0, ["a", "b"]]);
  });
});

describe("a leak that differs by the case of ASCII letters or by white space at its ends", () => {
  const leaksOf = (original: string, output: string, template = "{{hash}}", outputTemplate?: string): number => {
    const originals = new FingerprintSet();
    const rules = (text: string) => ({ templatesOf: () => [parseTemplate(text)], undeclared: "redacted" }) as const;
    const options = { keys, lists: new Map([["towns", ["NORTHFORD HOLDINGS", "Oak"]]]) };
    recordOriginals(originals, options, rules(template))(Place.root().member("a"), original, "text");
    const proof = new Proof({ ...options, originals });
    const scope = outputTemplate === undefined ? proof.scope("here") : proof.scope("here", rules(outputTemplate));
    scope.look(scope.root().member("b"), output, "text");
    return proof.leaks().reduce((sum, { found }) => sum + found, 0);
  };

  it.each([
    ["Ana@Corp.example", "ana@corp.example"],
    ["ana@corp.example", "ANA@CORP.EXAMPLE"],
    ["Ana@Corp.example", "aNA@cORP.example"],
    [" ana@corp.example\r\n", "ana@corp.example"],
    ["ana@corp.example", "\tAna@corp.example "],
    ["Ana@Corp.example", "mail <ana@corp.example>"],
    ["Ana@Corp.example", `token ${base64("ana@corp.example")}`],
  ])("%j is found as %j", (original, output) => {
    expect(leaksOf(original, output)).toBe(1);
    expect(leaksOf(original.replace(/corp/i, "other"), output)).toBe(0);
  });

  it.each([
    ["but not a short word, which another value may be", "Paid", "paid", undefined],
    ["but not where a rule keeps it", "Delivered Home", "DELIVERED HOME", "{{keep}}"],
    ["but not where the rule makes it so by itself", "Delivered Home", "delivered home", "{{lower}}"],
    ["but not where a list has it", "Northford Holdings", "NORTHFORD HOLDINGS", "{{pick:towns}}"],
    ["but not where it is a word of the template", "Confidential", "CONFIDENTIAL", "CONFIDENTIAL"],
  ])("%s", (_name, original, output, template) => {
    expect(leaksOf(original, output, "{{hash}}", template)).toBe(0);
  });

  it("letters beyond ASCII are themselves", () => {
    expect(leaksOf("Élodie Bernardine", "élodie bernardine")).toBe(0);
    expect(leaksOf("Élodie Bernardine", "ÉLODIE BERNARDINE")).toBe(1);
  });

  it("random outputs give none", () => {
    const originals = new FingerprintSet();
    for (let i = 0; i < 1000; i++) originals.add(fingerprintOf(keys, `customer.${i}@corp.example`));
    const proof = new Proof({ keys, originals });
    const scope = proof.scope("here");
    const place = scope.root().member("a");
    const plain = fc.oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^[0-9a-f]{16}$/), fc.base64String(), value);
    const text = fc.oneof(
      plain,
      fc
        .tuple(
          fc.constantFrom(...Object.values(encodings)),
          plain.filter((each) => each.isWellFormed()),
        )
        .map(([encode, each]) => encode(each)),
    );
    fc.assert(
      fc.property(text, (each) => scope.look(place, each, "text")),
      { numRuns: 1000 },
    );
    expect(proof.leaks()).toEqual([]);
  });
});
