/** What becomes of the values in one place, and the counting of it. */
import type { Action } from "../decide/index.ts";
import type { Mask, Row } from "../engine/index.ts";
import type { Collect, FingerprintSet } from "../prove/index.ts";
import { type FormatCounters, undeclaredCount } from "./counters.ts";
import { HoldError, inPlace } from "./errors.ts";

/** A template, ready for use. */
export interface Treatment {
  /** The value passes because a rule says `keep`. */
  readonly keeps: boolean;
  readonly mask: Mask;
  /** Takes an original for the proof. */
  readonly collect: Collect;
  /** Whether the rule explains that a value stays as it is. */
  readonly explains: (value: string) => boolean;
  /** Masks a number's text: the template is one for numbers. */
  readonly forNumbers: boolean;
}

/** How a place came to its treatment. */
export interface Decided {
  readonly action: Action;
  readonly declared: boolean;
  readonly rule: string | undefined;
  /** The names of the place with dots between them, `*` for one that looks like data: reports and errors say it. */
  readonly place: string;
  /** Whether its name, or that of something around it, says that it is personal. */
  readonly personal: boolean;
  /** Whether it is a key attribute of a table or an index. */
  readonly isKey: boolean;
}

/** What all fields of a store share. */
export interface FieldsContext {
  readonly counts: FormatCounters;
  readonly originals: FingerprintSet | undefined;
  /** Values by rule. */
  readonly ruled: Map<string, Tally>;
  /** Reads a field of the current record before masking. */
  row: Row;
}

/** A count that a place keeps at hand. */
export interface Tally {
  count: number;
  action: Action;
}

const numberText = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

/** Masks the values of one place. */
export class Field {
  readonly decided: Decided;
  /** Texts pass by `keep`. */
  readonly keeps: boolean;
  /** Numbers and booleans pass. */
  readonly passesNumbers: boolean;
  readonly #treatment: Treatment;
  readonly #context: FieldsContext;
  #tally: Tally | undefined;

  constructor(decided: Decided, treatment: Treatment, context: FieldsContext) {
    this.decided = decided;
    this.keeps = treatment.keeps;
    this.#treatment = treatment;
    this.#context = context;
    const maskedKey = decided.isKey && decided.action === "key" && treatment.forNumbers;
    this.passesNumbers = treatment.keeps || (!decided.declared && !decided.personal && !maskedKey);
  }

  /** Counts a text that `keep` lets through; it must be one that every store can hold. */
  keepText(): void {
    const { counts } = this.#context;
    counts.texts++;
    counts.kept++;
    this.#count(this.decided.action);
  }

  /**
   * A text's replacement.
   *
   * @throws MaskingValueError when no store can hold the text
   */
  text(value: string): string | null {
    const { counts, originals, row } = this.#context;
    const { mask, keeps } = this.#treatment;
    counts.texts++;
    this.#count(this.decided.action);
    let masked: string | null;
    try {
      masked = mask(value, row);
    } catch (error) {
      throw inPlace(error, this.decided);
    }
    if (keeps) {
      counts.kept++;
      return masked;
    }
    if (masked === null) counts.nulled++;
    else if (this.decided.declared) counts.masked++;
    else counts.redacted++;
    if (value === "") return masked;
    if (masked === value && !this.#treatment.explains(value)) counts.unchanged++;
    if (originals !== undefined) this.#treatment.collect(originals, value);
    return masked;
  }

  /** A number's replacement as it is written, null, or undefined when it passes. */
  number(written: string): string | null | undefined {
    const { counts, row } = this.#context;
    if (this.passesNumbers) {
      counts.passed++;
      return undefined;
    }
    this.#count(this.#treatment.forNumbers ? this.decided.action : "null");
    const masked = this.#treatment.forNumbers ? this.#treatment.mask(written, row) : null;
    if (masked !== null && numberText.test(masked)) return masked;
    if (this.decided.isKey) {
      throw new HoldError(
        `The key attribute "${this.decided.place}" is a number that its rule does not fit: give it {{perm:nz}} or {{keep}}.`,
      );
    }
    counts.nulled++;
    return null;
  }

  /** Whether a boolean passes; otherwise it becomes null. */
  boolean(): boolean {
    const passes = this.keeps || (!this.decided.declared && !this.decided.personal);
    if (passes) this.#context.counts.passed++;
    else this.#context.counts.nulled++;
    return passes;
  }

  /** Whether a binary value passes by `keep`; otherwise it is emptied. */
  binary(): boolean {
    if (!this.decided.declared) this.#count("redact");
    if (this.keeps) this.#context.counts.kept++;
    else this.#context.counts.redacted++;
    return this.keeps;
  }

  #count(action: Action): void {
    this.#tally ??= this.#newTally();
    this.#tally.count++;
    this.#tally.action = action;
  }

  #newTally(): Tally {
    const { counts, ruled } = this.#context;
    const { action, rule, place } = this.decided;
    if (rule === undefined) return undeclaredCount(counts, place, action);
    const found = ruled.get(rule) ?? { count: 0, action };
    ruled.set(rule, found);
    return found;
  }
}
