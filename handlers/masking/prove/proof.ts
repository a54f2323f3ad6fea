/** The proof: no original with room enough occurs anywhere, and every text has the form of what its rule gives. */
import { isRedacted, type Lists } from "./definition/index.ts";
import { Fingerprinter, type ProverKeys } from "./fingerprint.ts";
import type { Originals } from "./fingerprint-filter.ts";
import { foldedOf } from "./folded.ts";
import { Hits } from "./hits.ts";
import { type Judgement, judgePlace, type ScopeRules } from "./judge.ts";
import { isShort, leastProvable } from "./originals.ts";
import { Counts, type PlaceCounts } from "./place-counts.ts";
import { type Kind, type Look, Place, unsliced } from "./scan/place.ts";
import { Unfolder } from "./unfold/index.ts";

/** What the proof compares with. */
export interface ProofOptions {
  readonly keys: ProverKeys;
  /** The fingerprints of the originals of all stores together, so that a value that wandered is found. */
  readonly originals: Originals;
  readonly lists?: Lists;
}

/** A part of a store whose records have the same rules. */
export interface Scope {
  /** A place of a record, for a scanner. */
  root(form?: "json" | "dynamodb"): Place;
  /** Takes what the scanner finds. */
  readonly look: Look;
  /** Takes a fingerprint that the database computed. */
  lookAt(high: number, low: number): void;
}

const mostKeptAtPlace = 4096;
const mostKnown = 50_000;
const mostKnownAtPlace = 256;
const longestKnown = 64;

/**
 * Compares the texts of all stores with the fingerprints of production's.
 *
 * @example
 * ```ts
 * const proof = new Proof({ keys, originals, lists: rules.lists });
 * const scope = proof.scope("s3 billing", { templatesOf, undeclared: "redacted" });
 * const scanner = new JsonScanner(scope.root(), scope.look);
 * scanner.push(text); scanner.end();
 * await proof.settle(files);
 * proof.leaks(); // [] or [{ where: "s3 billing", place: "email", found: 3, … }]
 * ```
 */
export class Proof {
  readonly counts = new Counts();
  readonly #print: Fingerprinter;
  readonly #originals: Originals;
  readonly #given: { readonly keys: ProverKeys; readonly lists: Lists };
  readonly #hits = new Hits();
  readonly #unfolder: Unfolder;
  #known = 0;
  // The text that is being compared, its judgement, and whether it or a part of it is an original.
  #whole = "";
  #judgement: Judgement | undefined;
  #isFound = false;

  constructor({ keys, originals, lists = new Map() }: ProofOptions) {
    this.#print = new Fingerprinter(keys);
    this.#originals = originals;
    this.#given = { keys, lists };
    this.#unfolder = new Unfolder((part) => this.#inside(part));
  }

  /**
   * A part of a store.
   *
   * @param where - what reports call it; holds no value
   * @param rules - without them every text that equals an original is a leak
   */
  scope(where: string, rules?: ScopeRules): Scope {
    return {
      root: (form = "json") => Place.root(form),
      look: (place, text, kind) => this.#look(where, rules, place, text, kind),
      lookAt: (high, low) => {
        const counts = this.counts.of(where, []);
        counts.compared++;
        if (this.#originals.hasWords(high, low)) this.#hit(counts, high, low);
      },
    };
  }

  /** Looks up in the files what a filter let through; needed once at the end where the originals are not exact. */
  async settle(files: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    if (this.#hits.size > 0) await this.#hits.confirm(files);
  }

  /** Places with a leak. */
  leaks(): readonly PlaceCounts[] {
    return this.counts.all().filter(({ found, unlike }) => found > 0 || unlike > 0);
  }

  #look(where: string, rules: ScopeRules | undefined, place: Place, text: string, kind: Kind): void {
    place.judgement ??= this.#judgementOf(where, rules, place, kind);
    const judgement = place.judgement;
    const { counts } = judgement;
    if (kind === "null") counts.nulls++;
    if (kind === "null" || kind === "boolean") return;
    counts.compared++;
    if (judgement.isKept) counts.kept++;
    if (text === "") {
      counts.empty++;
      return;
    }
    const looked = judgement.looked++;
    // A notice needs not every value: all of the first, and one in eight of the others.
    if (judgement.isKept && looked > mostKeptAtPlace && looked % 8 !== 0) return;
    const again = judgement.again * 8 >= looked - 64;
    if (again && judgement.known.has(text)) {
      judgement.again++;
      return;
    }
    if (this.#isClean(judgement, text, kind) && again) this.#remember(judgement, text);
  }

  // True when the text is clean whenever it comes again here.
  #isClean(judgement: Judgement, text: string, kind: Kind): boolean {
    const { counts, isKept, isDeclared } = judgement;
    if (isRedacted(text)) return true;
    if (isKept && isShort(text)) return true;
    if (kind === "number" && !isDeclared && isShort(text)) {
      counts.passed++;
      return false;
    }
    // A hit of a filter is not yet an original, so the form is looked at all the same.
    const isFound = this.#compareAll(judgement, text, kind);
    if (isKept || (isFound && this.#originals.isExact)) return !isFound;
    if (judgement.canGive(text, kind)) return !isFound;
    counts.unlike++;
    return false;
  }

  // The text, and everything inside it; true when something of it may be an original that nothing explains.
  #compareAll(judgement: Judgement, text: string, kind: Kind): boolean {
    this.#judgement = judgement;
    this.#whole = text;
    this.#isFound = false;
    this.#compare(text, () => judgement.explains(text));
    if (kind === "number") {
      const canonical = String(Number(text));
      if (canonical !== text) this.#compare(canonical, () => false);
    } else {
      this.#unfolder.unopened = 0;
      const least = judgement.passesShortParts ? leastProvable : 1;
      if (kind === "binary") this.#unfolder.binary(text, least);
      else this.#unfolder.text(text, least);
      judgement.counts.unopened += this.#unfolder.unopened;
    }
    return this.#isFound;
  }

  #inside(part: string): void {
    const judgement = this.#judgement!;
    if (isRedacted(part) || (judgement.passesShortParts && isShort(part))) return;
    this.#compare(part, () => judgement.explainsPart(this.#whole, part));
  }

  #compare(text: string, isExplained: () => boolean): void {
    this.#compareOne(text, isExplained);
    const folded = foldedOf(text);
    if (folded !== undefined) this.#compareOne(folded, isExplained);
  }

  #compareOne(text: string, isExplained: () => boolean): void {
    const { isExact } = this.#originals;
    if (this.#isFound && isExact) return;
    this.#print.read(text);
    const { high, low } = this.#print;
    if (!this.#originals.hasWords(high, low)) return;
    const { counts, isKept } = this.#judgement!;
    if (isKept) {
      // A notice: that a filter is wrong once in 500 texts does no harm.
      if (!this.#isFound) counts.keptOriginals++;
    } else if (isExplained()) return;
    else this.#hit(counts, high, low, this.#isFound);
    this.#isFound = true;
  }

  #hit(counts: PlaceCounts, high: number, low: number, sameText = false): void {
    if (this.#originals.isExact) {
      counts.found++;
      return;
    }
    if (!sameText) this.#hits.begin(counts);
    this.#hits.add(high, low);
  }

  #judgementOf(where: string, rules: ScopeRules | undefined, place: Place, kind: Kind): Judgement {
    const judged = judgePlace(place, kind, rules, this.#given);
    return { ...judged, counts: this.counts.of(where, place.names), known: new Set(), looked: 0, again: 0 };
  }

  // Most places have either few texts or new ones all the time.
  #remember(judgement: Judgement, text: string): void {
    const { known } = judgement;
    if (text.length > longestKnown || known.size >= mostKnownAtPlace || this.#known >= mostKnown) return;
    this.#known++;
    known.add(unsliced(text));
  }
}
