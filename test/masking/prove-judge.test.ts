/** How the prover judges a place: what its rule can give, what it explains, and what is counted. */
import { parseTemplate } from "../../handlers/masking/engine/index.ts";
import { imageOf } from "../../handlers/masking/prove/image.ts";
import {
  FingerprintSet,
  fingerprintOf,
  type Kind,
  nothingCounted,
  Place,
  Proof,
  recordOriginals,
  type ScopeRules,
} from "../../handlers/masking/prove/index.ts";
import { judgePlace } from "../../handlers/masking/prove/judge.ts";
import { isShort } from "../../handlers/masking/prove/originals.ts";
import { Counts } from "../../handlers/masking/prove/place-counts.ts";
import { keys } from "./support/fields.ts";

const secret = "ana.lopez@corp.example";
const lists = new Map([["towns", ["Northford Holdings", "Oak"]]]);
const given = { keys, lists };
const setOf = (...texts: string[]): FingerprintSet => {
  const set = new FingerprintSet();
  for (const text of texts) set.add(fingerprintOf(keys, text));
  return set;
};
const rulesOf = (...templates: (string | undefined)[]): ScopeRules => ({
  templatesOf: () => templates.map((each) => (each === undefined ? undefined : parseTemplate(each))),
  undeclared: "redacted",
});
const anywhere = { names: ["a"], number: undefined };

describe("what a rule can give", () => {
  it.each([
    ["{{hash}}", "0123456789abcdef", "0123456789abcde"],
    ["{{hash}}", "", "0123456789abcdefa"],
    ["{{hash:8:d}}", "01234567", "0123456g"],
    ["{{uuid}}", "01234567-89ab-4cde-bfab-0123456789ab", "01234567-89ab-5cde-bfab-0123456789ab"],
    ["{{ip}}", "10.1.22.255", "11.1.1.1"],
    ["{{ip}}", "2001:db8:1:2:3:4:5:ffff", "2001:db8:1:2:3:4:5"],
    ["{{int:1:9}}", "-5", "5a"],
    ["{{redact}}", "XX X-.~\u007f", "Xa"],
    ["{{redact}}", "X", "X1"],
    ["{{first:3}}", "äb😀", "abcd"],
    ["{{last:4}}", "abc\n", "abcde"],
    ["{{format}}", "Abc 1", "Äbc"],
    ["{{perm}}", "+49 1", "é"],
    ["{{year}}", "1985-01-01", "é"],
    ["{{card}}", "4000", "é"],
    ["{{iban}}", "DE12", "é"],
    ["{{pick:towns}}", "Oak", "Ash"],
    ["{{lower|pick:towns}}", "Oak", ""],
    ["a{{pick:towns}}", "aOak", "Oak"],
    ["{{pick:none}}", "x", ""],
    ["{{hash}}-{{pick:towns}}", "0123456789abcdef-Oak", "Oak"],
    ["(a.b)*[1]{{hash:8}}", "(a.b)*[1]01234567", "(aab)*[1]01234567"],
    ["a+{{keep}}", "a+anything é", "a-anything"],
    ["{{keep}}{{keep}}", "anything", ""],
    ["{{keep}}#{{first:3}}", "no mark", ""],
    ["{{first:3}}{{last:3}}", "whatever it is", ""],
    ["{{trim}}", "é", ""],
    ["constant", "constant", "constants"],
    ["{{null}}", "", "x"],
  ])("%s: %j, and not %j", (template, good, bad) => {
    const canGive = imageOf(parseTemplate(template), lists);
    const isEverything = bad === "" && template !== "{{null}}";
    if (template === "{{null}}") expect(canGive(good)).toBe(false);
    else if (template === "{{pick:none}}") expect(canGive(good)).toBe(false);
    else expect(canGive(good)).toBe(true);
    if (!isEverything) expect(canGive(bad)).toBe(false);
  });
});

describe("the judgement on a place", () => {
  const judged = (rules: ScopeRules | undefined, kind: Kind = "text") => judgePlace(anywhere, kind, rules, given);
  const kinds: readonly Kind[] = ["text", "number", "bound", "binary"];
  const givenAs = (rules: ScopeRules, text: string): boolean[] => kinds.map((kind) => judged(rules).canGive(text, kind));

  it("without rules nothing is explained, and everything is looked at", () => {
    expect(judged(undefined)).toMatchObject({ isKept: false, isDeclared: false, passesShortParts: false });
    const { canGive, explains, explainsPart } = judged(undefined);
    expect([canGive("x", "text"), explains("x"), explainsPart("x y", "x")]).toEqual([true, false, false]);
  });

  it("of names allows the words of a schema", () => {
    const { isDeclared, explains, passesShortParts, canGive } = judged(rulesOf("{{hash}}"), "name");
    expect([isDeclared, passesShortParts, canGive("4", "name")]).toEqual([false, true, true]);
    const names = ["customer_name", "a-B9", "_x", "Name", "9a", "a b", "ana@corp", "xA!"];
    expect(names.filter(explains)).toEqual(["customer_name", "a-B9", "_x"]);
  });

  it("of undeclared places is that they are redacted, but numbers and bounds", () => {
    expect(judged(rulesOf())).toMatchObject({ isKept: false, isDeclared: false, passesShortParts: false });
    expect(givenAs(rulesOf(), "XX-X")).toEqual([true, true, true, false]);
    expect(givenAs(rulesOf(), "Ana")).toEqual([false, true, true, false]);
    for (const number of ["1", "-1", "+1.50", "1e5", "1.5E-10"]) expect([number, givenAs(rulesOf(), number)[0]]).toEqual([number, true]);
    for (const text of ["1a", "a1", "1.", ".5", "1e", "--1", "1.5.5", "1e5x"])
      expect([text, givenAs(rulesOf(), text)[0]]).toEqual([text, false]);
    expect(judged(rulesOf()).explains("Ana")).toBe(false);
  });

  it("of undeclared places whose masker is unknown, and of keys, is that they may hold anything else", () => {
    const open: ScopeRules = { templatesOf: () => [], undeclared: "unknown" };
    expect([judged(open).canGive("Ana", "text"), judged(open).passesShortParts, judged(open).explains("Ana")]).toEqual([
      true,
      false,
      false,
    ]);
    const key = judged({ ...rulesOf(), isKey: (names) => names[0] === "a" });
    expect([key.canGive("Ana", "text"), key.passesShortParts, key.explains("Ana"), key.explains(secret)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(judged({ ...rulesOf(), isKey: () => false }).canGive("Ana", "text")).toBe(false);
  });

  it("of declared places follows their rule", () => {
    expect(judged(rulesOf("{{hash}}"))).toMatchObject({ isKept: false, isDeclared: true, passesShortParts: true });
    expect(judged(rulesOf("{{keep}}"))).toMatchObject({ isKept: true, isDeclared: true });
    expect(judged(rulesOf("{{keep}}", "{{hash}}"))).toMatchObject({ isKept: false });
    expect(givenAs(rulesOf("{{hash:8}}"), "01234567")).toEqual([true, true, true, false]);
    expect(givenAs(rulesOf("{{hash:8}}"), "Ana")).toEqual([false, false, true, false]);
    const { explainsPart } = judged(rulesOf("{{part:#:1}}#{{part:#:2|hash}}"));
    expect([explainsPart("CUSTOMERNUMBER#1", "CUSTOMERNUMBER"), explainsPart("X#CUSTOMERNUMBER", "CUSTOMERNUMBER")]).toEqual([true, false]);
  });

  it("explains what came up by chance: short texts and words of lists, where the rule has little room", () => {
    const explained = (template: string, text: string): boolean => judged(rulesOf(template)).explains(text);
    expect(explained("{{format}}", "Lopez")).toBe(true);
    expect(explained("{{format}}", "Northford Holdings")).toBe(false);
    expect(explained("{{hash}}", "Lopez")).toBe(false);
    expect(explained("{{pick:towns}}", "Northford Holdings")).toBe(true);
    expect(explained("{{first:3}}", "Northford Holdings")).toBe(false);
    expect(explained("{{hash:10}}", "Lopez")).toBe(false);
    expect(explained("x{{pick:towns}}", "Northford Holdings")).toBe(true);
    expect(explained("Northford Holdings", "Northford Holdings")).toBe(true);
  });

  it("where a condition decides is that either rule, or none, may hold", () => {
    const conditional = judged(rulesOf("{{keep}}", undefined));
    expect(conditional).toMatchObject({ isKept: false, isDeclared: true, passesShortParts: true });
    const hashed = judged(rulesOf("{{hash:8}}", undefined));
    expect([hashed.canGive("01234567", "text"), hashed.canGive("XX", "text"), hashed.canGive("Ana", "text")]).toEqual([true, true, false]);
    expect([conditional.explains("Northford Holdings"), hashed.explains("Northford Holdings")]).toEqual([true, false]);
    const key = judged({ ...rulesOf("{{hash}}", undefined), isKey: () => true });
    expect([key.explains("Lopez"), key.explains("Northford Holdings")]).toEqual([true, false]);
    const parts = judged(rulesOf("x {{hash}}", undefined));
    expect([parts.explainsPart("x 1", "x "), parts.explainsPart("x 1", "1")]).toEqual([true, false]);
  });
});

describe("a short text", () => {
  it("is one of fewer than 2^40", () => {
    expect(["abcdefgh", "123456789012", "abcdefgh1", "abcdefg123"].map(isShort)).toEqual([true, true, false, false]);
  });
});

describe("counts", () => {
  const placeOf = (...names: string[]): string | undefined => {
    const counts = new Counts();
    counts.of("x", names);
    return counts.all()[0]?.place;
  };

  it("name places by what cannot be data", () => {
    expect(placeOf("a", "b_$ #-9", "É", "#name")).toBe("a.b_$ #-9.É.#name");
    expect(placeOf("9a", "a@b", "a1234567", "#Name", "x#name!", "", "a!")).toBe("*.*.*.*.*.*.*");
    expect(placeOf("!#name", "#name!", "a123456")).toBe("*.*.a123456");
    expect(placeOf("a".repeat(64), "a".repeat(65))).toBe(`${"a".repeat(64)}.*`);
    expect(placeOf(...Array.from({ length: 110 }, () => "a"))).toBe("a.".repeat(100));
  });

  it("are kept for 5,000 places, and for all others together", () => {
    const counts = new Counts();
    const name = (i: number): string => `p${String(i).replace(/[0-9]/g, (digit) => "abcdefghij".charAt(Number(digit)))}`;
    for (let i = 0; i < 4999; i++) counts.of("x", [name(i)]).compared++;
    expect(counts.all().some(({ place }) => place === "…")).toBe(false);
    counts.of("x", [name(4999)]).compared++;
    expect(counts.all().map(({ place }) => place)).toContain(name(4999));
    counts.of("x", [name(5000)]).compared++;
    counts.of("x", [name(5001)]).compared++;
    counts.of("x", [name(0)]).compared++;
    const all = counts.all();
    expect([all.length, all.find(({ place }) => place === "…")?.compared, all.find(({ place }) => place === name(0))?.compared]).toEqual([
      5001, 2, 2,
    ]);
    expect(new Counts().of("x", ["a"])).toEqual({ where: "x", place: "a", ...nothingCounted });
  });
});

describe("originals that the prover reads by itself", () => {
  const recorded = (rules: ScopeRules, kind: Kind, text: string): number => {
    const set = new FingerprintSet();
    const look = recordOriginals(set, given, rules);
    const place = Place.root().member("a");
    look(place, text, kind);
    look(place, text, kind);
    return set.size;
  };

  it("are texts and numbers of places whose every rule has room enough", () => {
    expect(recorded(rulesOf("{{hash}}"), "text", secret)).toBe(1);
    expect(recorded(rulesOf("{{hash}}"), "number", "5")).toBe(1);
    expect(recorded(rulesOf("{{hash}}"), "text", "Ana.Lopez@corp.example")).toBe(1);
    for (const kind of ["null", "boolean", "name", "binary"] as const)
      expect([kind, recorded(rulesOf("{{hash}}"), kind, secret)]).toEqual([kind, 0]);
    expect(recorded(rulesOf("{{hash}}"), "text", "")).toBe(0);
    expect(recorded(rulesOf(), "text", secret)).toBe(0);
    expect(recorded(rulesOf("{{hash}}", "{{keep}}"), "text", secret)).toBe(0);
    expect(recorded(rulesOf("{{hash}}", undefined), "text", secret)).toBe(1);
  });
});

describe("a proof", () => {
  const look = (rules: ScopeRules | undefined, texts: readonly [string, Kind][], originals = setOf(secret)) => {
    const proof = new Proof({ keys, originals, lists });
    const scope = proof.scope("x", rules);
    const place = scope.root().member("a");
    for (const [text, kind] of texts) scope.look(place, text, kind);
    return { ...nothingCounted, ...proof.counts.all()[0] };
  };

  it("counts each kind", () => {
    expect(
      look(rulesOf(), [
        ["", "null"],
        ["true", "boolean"],
        ["", "text"],
        ["5", "number"],
        ["XX", "text"],
      ]),
    ).toMatchObject({
      ...{ nulls: 1, compared: 3, empty: 1, passed: 1, found: 0, unlike: 0, kept: 0 },
    });
    expect(
      look(rulesOf("{{int:1:9}}"), [
        ["5", "number"],
        ["a", "number"],
      ]),
    ).toMatchObject({ passed: 0, unlike: 1 });
    expect(
      look(rulesOf("{{keep}}"), [
        ["", "text"],
        [secret, "text"],
        ["Lopez", "text"],
      ]),
    ).toMatchObject({ kept: 3, keptOriginals: 1, found: 0 });
  });

  it("counts a long number, and a number in the form that it has elsewhere", () => {
    expect(look(rulesOf(), [["123456789012345", "number"]], setOf("123456789012345"))).toMatchObject({ found: 1, passed: 0 });
    expect(look(rulesOf("{{hash}}"), [["12.50", "number"]], setOf("12.5"))).toMatchObject({ found: 1 });
    expect(look(rulesOf("{{format}}"), [["12.50", "number"]], setOf("12.50"))).toMatchObject({ found: 0, unlike: 0 });
  });

  it("counts a text that is an original and has a wrong form once, as found", () => {
    expect(
      look(rulesOf("{{hash}}"), [
        [secret, "text"],
        [secret, "text"],
      ]),
    ).toMatchObject({ found: 2, unlike: 0 });
    expect(look(rulesOf("{{keep}}"), [[`${secret} ${secret}`, "text"]])).toMatchObject({ keptOriginals: 1 });
  });

  it("looks at all of the first kept values, and at one in eight of the others", () => {
    const texts = Array.from({ length: 5000 }, (): [string, Kind] => [secret, "text"]);
    expect(look(rulesOf("{{keep}}"), texts)).toMatchObject({ kept: 5000, keptOriginals: 4097 + 112 });
    expect(look(undefined, texts)).toMatchObject({ kept: 0, found: 5000 });
  });

  it("counts what comes again each time", () => {
    const texts = Array.from({ length: 300 }, (_, i): [string, Kind] => [i % 3 === 0 ? "Lopez" : `Bo ${i % 5}`, "text"]);
    expect(look(rulesOf(), texts)).toMatchObject({ compared: 300, unlike: 300 });
    expect(look(rulesOf("{{format}}"), texts)).toMatchObject({ compared: 300, unlike: 0, found: 0 });
  });

  it("takes fingerprints of a database", () => {
    const proof = new Proof({ keys, originals: setOf(secret) });
    const print = fingerprintOf(keys, secret);
    const scope = proof.scope("aurora");
    scope.lookAt(Number.parseInt(print.slice(0, 8), 16), Number.parseInt(print.slice(8), 16));
    scope.lookAt(1, 2);
    expect(proof.leaks()).toEqual([{ where: "aurora", place: "", ...nothingCounted, compared: 2, found: 1 }]);
  });

  it("skips short parts where a rule is, and no others", () => {
    expect(look(rulesOf("{{keep}}x"), [["a#Lopez x", "text"]], setOf("Lopez"))).toMatchObject({ found: 0, keptOriginals: 0 });
    expect(look(undefined, [["a#Lopez", "text"]], setOf("Lopez"))).toMatchObject({ found: 1 });
    expect(look(undefined, [["a#XX", "text"]], setOf("XX"))).toMatchObject({ found: 0 });
  });
});
