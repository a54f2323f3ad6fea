/** The prover's memory: an exact set in 16 to 32 bytes a value, and a filter of 2 with an exact second pass over its hits. */
import fc from "fast-check";
import {
  addOriginal,
  bitsEach,
  FingerprintFilter,
  FingerprintSet,
  fingerprintOf,
  Proof,
  splitFingerprints,
} from "../../handlers/masking/prove/index.ts";
import { openOriginals, writeFingerprints } from "../../handlers/shared/fingerprints.ts";
import { createWorld } from "../handlers/shared/fakes/memory-services.ts";
import { keys } from "./support/fields.ts";

/** Gives pairs of 32 bits from xorshift, as good as fingerprints. */
function words(seed: number, count: number, take: (high: number, low: number) => void): void {
  let x = seed;
  const next = (): number => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
  for (let i = 0; i < count; i++) take(next(), next());
}

describe("the exact set", () => {
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

  it("is stored in ascending order, 8 bytes each", () => {
    const set = new FingerprintSet();
    words(7, 1000, (high, low) => {
      set.addWords(high, low);
    });
    const buffer = set.toBuffer();
    expect(buffer.length).toBe(8000);
    for (let at = 8; at < buffer.length; at += 8) expect(buffer.compare(buffer, at - 8, at, at, at + 8)).toBe(1);
    expect(() => FingerprintSet.fromBuffer(buffer.subarray(1))).toThrow(RangeError);
    expect(() => set.add("no digits")).toThrow(RangeError);
  });
});

describe("folded forms in the exact set", () => {
  const setOf = (...values: string[]): FingerprintSet => {
    const set = new FingerprintSet();
    for (const value of values) addOriginal(set, keys, value);
    return set;
  };
  const mixed = setOf("Ana.Lopez@corp.example", "bo@corp.example");

  it("are found, counted as no values, and stay apart when stored and put together", () => {
    const copy = new FingerprintSet();
    copy.addAll(FingerprintSet.fromBuffer(mixed.toBuffer()));
    for (const set of [mixed, copy]) {
      expect(set.size).toBe(2);
      for (const text of ["Ana.Lopez@corp.example", "ana.lopez@corp.example", "bo@corp.example"])
        expect(set.has(fingerprintOf(keys, text))).toBe(true);
      expect(set.has(fingerprintOf(keys, "ANA.LOPEZ@corp.example"))).toBe(false);
    }
    const { values, folded } = splitFingerprints(copy.toBuffer());
    expect([values.length, Buffer.from(folded).toString("hex")]).toEqual([16, fingerprintOf(keys, "ana.lopez@corp.example")]);
    expect(splitFingerprints(setOf("bo@corp.example").toBuffer()).folded.length).toBe(0);
  });

  it("do not make two sets have a value in common", () => {
    const lower = setOf("ana.lopez@corp.example");
    expect([mixed.sharesValueWith(lower), lower.sharesValueWith(mixed)]).toEqual([false, false]);
    const other = setOf("x", "bo@corp.example", "Y");
    expect([mixed.sharesValueWith(other), other.sharesValueWith(mixed)]).toEqual([true, true]);
    expect(new FingerprintSet().sharesValueWith(mixed)).toBe(false);
  });

  it("are told from values where a value's fingerprint is zero", () => {
    const set = new FingerprintSet();
    set.addWords(0, 0);
    set.addWords(0, 7);
    expect(splitFingerprints(set.toBuffer()).folded.length).toBe(0);
    set.addFolded(3, 0);
    set.addFolded(0, 5);
    const copy = FingerprintSet.fromBuffer(set.toBuffer());
    expect([copy.size, copy.hasWords(0, 0), copy.hasWords(0, 7), copy.hasWords(3, 0), copy.hasWords(0, 5), copy.hasWords(3, 5)]).toEqual([
      ...[2, true, true, true, true, false],
    ]);
    expect(copy.toBuffer()).toEqual(set.toBuffer());
  });
});

describe("the filter", () => {
  const count = 1_000_000;
  const filter = new FingerprintFilter(count);
  words(1, count, (high, low) => {
    filter.addWords(high, low);
  });

  it("takes two bytes a value and forgets none", () => {
    expect(filter.bytes).toBe((count * bitsEach) / 8);
    expect(filter.size).toBe(count);
    let missing = 0;
    words(1, count, (high, low) => {
      if (!filter.hasWords(high, low)) missing++;
    });
    expect(missing).toBe(0);
  });

  it("lets no more foreign values through than it says, which is one in about 760", () => {
    let passed = 0;
    words(2, count, (high, low) => {
      if (filter.hasWords(high, low)) passed++;
    });
    const rate = filter.falsePositiveRate;
    expect(1 / rate).toBeGreaterThan(700);
    expect(1 / rate).toBeLessThan(820);
    // Four standard deviations around the stated rate.
    expect(Math.abs(passed - rate * count)).toBeLessThan(4 * Math.sqrt(rate * count));
  });

  it("is Parquet's filter of split blocks", () => {
    const salts = [0x47b6137bn, 0x44974d91n, 0x8824ad5bn, 0xa2b7289dn, 0x705495c7n, 0x2df1424bn, 0x9efc4947n, 0x5c6bfb31n];
    const bitsOf = (high: number, low: number): string[] => {
      const block = (BigInt(high) * 3n) >> 32n;
      return salts.map((salt, i) => `${block}.${i}.${((BigInt(low) * salt) & 0xffff_ffffn) >> 27n}`);
    };
    const small = new FingerprintFilter(48);
    const bits = new Set<string>();
    words(11, 100, (high, low) => {
      small.addWords(high, low);
      for (const bit of bitsOf(high, low)) bits.add(bit);
    });
    let different = 0;
    words(12, 20_000, (high, low) => {
      if (small.hasWords(high, low) !== bitsOf(high, low).every((bit) => bits.has(bit))) different++;
    });
    expect(different).toBe(0);
  });

  it("takes whole blocks of 32 bytes, and at least one", () => {
    expect([0, 1, 16, 17].map((most) => new FingerprintFilter(most).bytes)).toEqual([32, 32, 32, 64]);
  });

  it("says of an empty filter that nothing passes", () => {
    expect(new FingerprintFilter(1000).falsePositiveRate).toBe(0);
  });
});

describe("the second pass", () => {
  const full = (texts: readonly string[]): FingerprintFilter => {
    // Far too small, so that almost everything passes.
    const filter = new FingerprintFilter(1);
    words(3, 400, (high, low) => {
      filter.addWords(high, low);
    });
    for (const text of texts) {
      const print = fingerprintOf(keys, text);
      filter.addWords(Number.parseInt(print.slice(0, 8), 16), Number.parseInt(print.slice(8), 16));
    }
    return filter;
  };
  const setOf = (texts: readonly string[]): FingerprintSet => {
    const set = new FingerprintSet();
    for (const text of texts) set.add(fingerprintOf(keys, text));
    return set;
  };

  it("counts the texts that are originals, each once, whatever the filter let through", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 40 }),
        fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.stringMatching(/^[a-z]{1,3}(?:#[a-z]{1,3})?$/)), { maxLength: 60 }),
        async (originals, output) => {
          const proof = new Proof({ keys, originals: full(originals) });
          const { root, look } = proof.scope("x");
          const top = root();
          const expected = new Map<string, number>();
          for (const [place, text] of output) {
            look(top.member(place), text, "text");
            if ([text, ...text.split("#")].some((part) => originals.includes(part))) expected.set(place, (expected.get(place) ?? 0) + 1);
          }
          const half = originals.length >> 1;
          await proof.settle([setOf(originals.slice(0, half)).toBuffer(), setOf(originals.slice(half)).toBuffer()]);
          expect(Object.fromEntries(proof.leaks().map(({ place, found }) => [place, found]))).toEqual(Object.fromEntries(expected));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("agrees with the exact set over many files", async () => {
    const { context } = createWorld();
    const { s3 } = context.clients;
    const texts = Array.from({ length: 3000 }, (_, i) => `customer ${i}`);
    for (const [i, store] of (["s3", "dynamodb", "aurora"] as const).entries())
      await writeFingerprints(s3, "raw", `p/${store}/1.gz`, setOf(texts.slice(i * 1000, i * 1000 + 1000)));
    const prefixes = ["p/s3/", "p/dynamodb/", "p/aurora/"];
    const found: number[] = [];
    for (const most of [1_000_000, 100]) {
      const { originals, sizes, files } = await openOriginals(s3, "raw", prefixes, most);
      expect([...sizes.values()]).toEqual([1000, 1000, 1000]);
      expect(originals.isExact).toBe(most > 100);
      expect(originals.size).toBe(3000);
      const proof = new Proof({ keys, originals });
      const { root, look } = proof.scope("x");
      const top = root();
      for (let i = 0; i < 6000; i += 2) look(top, `customer ${i}`, "text");
      await proof.settle(files());
      found.push(proof.leaks()[0]?.found ?? 0);
    }
    expect(found).toEqual([1500, 1500]);
  });

  it("takes two bytes for each fingerprint in the files, however well they are packed", async () => {
    const { context } = createWorld();
    const { s3 } = context.clients;
    const dense = new FingerprintSet();
    for (let i = 0; i < 5000; i++) dense.addWords(0, i);
    const random = setOf(Array.from({ length: 1000 }, (_, i) => `customer ${i}`));
    addOriginal(random, keys, "Customer Of Six Thousand");
    await writeFingerprints(s3, "raw", "p/dense.gz", dense);
    await writeFingerprints(s3, "raw", "p/random.gz", random);
    const { originals, sizes } = await openOriginals(s3, "raw", ["p/"], 6001);
    if (!(originals instanceof FingerprintFilter)) throw new Error("The originals should be in a filter.");
    // With the folded form, and the eight zeros before it.
    expect(originals.bytes).toBe(Math.ceil((6003 * bitsEach) / 256) * 32);
    expect([originals.size, sizes.get("p/")]).toEqual([6002, 6001]);
    const print = fingerprintOf(keys, "customer of six thousand");
    expect(originals.hasWords(Number.parseInt(print.slice(0, 8), 16), Number.parseInt(print.slice(8), 16))).toBe(true);
    expect((await openOriginals(s3, "raw", ["p/"], 6003)).originals.isExact).toBe(true);
  });
});
