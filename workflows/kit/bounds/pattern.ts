/** How long a text can be that a regular expression accepts: read from its source, so that `/^[a-z]{1,8}$/` costs eight bytes. */
import { ANY_CHARACTER, costOf, type Range } from "./characters.ts";

/** UTF-16 units and bytes at most, and the bytes of the dearest unit. */
export interface TextBound {
  readonly units: number;
  readonly bytes: number;
  readonly perUnit: number;
}

/** Any text. */
export const ANY_TEXT: TextBound = { units: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY, perUnit: ANY_CHARACTER };
const EMPTY: TextBound = { units: 0, bytes: 0, perUnit: 0 };
const SHORTHANDS: Readonly<Record<string, readonly Range[]>> = {
  d: [[0x30, 0x39]],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  // White space reaches from the tab to U+FEFF, and some of it is escaped.
  s: [[0x09, 0xffff]],
};
/** Unicode's control characters, and surrogates without a partner. */
const CATEGORIES: Readonly<Record<string, readonly Range[]>> = {
  "{Cc}": [
    [0x00, 0x1f],
    [0x7f, 0x9f],
  ],
  "{Cs}": [[0xd800, 0xdfff]],
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };

const then = (a: TextBound, b: TextBound): TextBound => ({
  units: a.units + b.units,
  bytes: a.bytes + b.bytes,
  perUnit: Math.max(a.perUnit, b.perUnit),
});
const either = (a: TextBound, b: TextBound): TextBound => ({
  units: Math.max(a.units, b.units),
  bytes: Math.max(a.bytes, b.bytes),
  perUnit: Math.max(a.perUnit, b.perUnit),
});
// 0 times infinity is no number: what may be repeated for ever and is empty stays empty.
const times = (a: TextBound, most: number): TextBound => ({
  units: a.units === 0 ? 0 : most === 0 ? 0 : a.units * most,
  bytes: a.bytes === 0 ? 0 : most === 0 ? 0 : a.bytes * most,
  perUnit: most === 0 ? 0 : a.perUnit,
});

class Unreadable extends Error {}

/** Reads one expression from left to right; linear in its length. */
class Reader {
  readonly #source: string;
  readonly #unicode: boolean;
  #at = 0;

  constructor(source: string, unicode: boolean) {
    this.#source = source;
    this.#unicode = unicode;
  }

  /** Alternatives, each of which must be held by `^` and `$` when they are the whole expression. */
  whole(): TextBound {
    let bound = EMPTY;
    do {
      if (!this.#eat("^")) throw new Unreadable();
      bound = either(bound, this.#sequence(true));
    } while (this.#eat("|"));
    if (this.#at < this.#source.length) throw new Unreadable();
    return bound;
  }

  #eat(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #sequence(outermost: boolean): TextBound {
    let bound = EMPTY;
    for (;;) {
      const next = this.#source[this.#at];
      if (next === undefined || next === "|" || next === ")") {
        if (outermost) throw new Unreadable();
        return bound;
      }
      if (this.#eat("$")) {
        const ends = this.#at >= this.#source.length || this.#source[this.#at] === "|";
        if (outermost && ends) return bound;
        throw new Unreadable();
      }
      bound = then(bound, this.#repeated(this.#atom()));
    }
  }

  #repeated(atom: TextBound): TextBound {
    let most = 1;
    if (this.#eat("*") || this.#eat("+")) most = Number.POSITIVE_INFINITY;
    else if (this.#eat("?")) most = 1;
    else {
      const braces = /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#at, this.#at + 24));
      if (!braces) return atom;
      this.#at += braces[0].length;
      most = braces[2] === undefined ? Number(braces[1]) : braces[3] === "" ? Number.POSITIVE_INFINITY : Number(braces[3]);
    }
    this.#eat("?");
    return times(atom, most);
  }

  #atom(): TextBound {
    if (this.#eat("(")) return this.#group();
    if (this.#eat("[")) return this.#ofRanges(this.#set());
    if (this.#eat(".")) return this.#ofRanges([[0, this.#last()]]);
    if (this.#eat("\\b") || this.#eat("\\B")) return EMPTY;
    if (this.#eat("\\")) return this.#ofRanges(this.#escaped());
    if (this.#eat("^")) throw new Unreadable();
    return this.#ofRanges([this.#point()]);
  }

  #group(): TextBound {
    const looks = ["?=", "?!", "?<=", "?<!"].some((sign) => this.#eat(sign));
    if (!looks && !this.#eat("?:") && this.#eat("?<")) {
      const end = this.#source.indexOf(">", this.#at);
      if (end === -1) throw new Unreadable();
      this.#at = end + 1;
    }
    let bound = EMPTY;
    do bound = either(bound, this.#sequence(false));
    while (this.#eat("|"));
    if (!this.#eat(")")) throw new Unreadable();
    return looks ? EMPTY : bound;
  }

  #set(): readonly Range[] {
    const negated = this.#eat("^");
    const ranges: Range[] = [];
    while (!this.#eat("]")) {
      const from = this.#eat("\\") ? this.#escaped() : [this.#point()];
      const low = from[0];
      const closes = this.#source[this.#at + 1] === "]";
      if (from.length === 1 && low && low[0] === low[1] && !closes && this.#eat("-")) {
        const to = this.#eat("\\") ? this.#escaped() : [this.#point()];
        ranges.push([low[0], to[0]?.[1] ?? low[0]]);
      } else ranges.push(...from);
    }
    return negated ? complement(ranges, this.#last()) : ranges;
  }

  #point(): Range {
    const point = this.#unicode ? this.#source.codePointAt(this.#at) : this.#source.charCodeAt(this.#at);
    if (point === undefined || Number.isNaN(point)) throw new Unreadable();
    this.#at += point > 0xffff ? 2 : 1;
    return [point, point];
  }

  #escaped(): readonly Range[] {
    const next = this.#source[this.#at] ?? "";
    this.#at += 1;
    const lower = next.toLowerCase();
    const shorthand = Object.hasOwn(SHORTHANDS, lower) ? SHORTHANDS[lower] : undefined;
    if (shorthand) return next === lower ? shorthand : [[0, this.#last()]];
    const control = Object.hasOwn(CONTROLS, next) ? CONTROLS[next] : undefined;
    if (control !== undefined) return [[control, control]];
    if (next === "x" || next === "u") {
      const digits = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}|[0-9a-fA-F]{2}))/.exec(this.#source.slice(this.#at, this.#at + 8));
      const wanted = next === "x" ? 2 : 4;
      const hex = digits?.[1] ?? this.#source.slice(this.#at, this.#at + wanted);
      if (!/^[0-9a-fA-F]+$/.test(hex)) throw new Unreadable();
      this.#at += digits?.[1] === undefined ? wanted : (digits[0]?.length ?? 0);
      const point = Number.parseInt(hex, 16);
      return [[point, point]];
    }
    const category = next === "p" && this.#unicode ? this.#source.slice(this.#at, this.#at + 4) : "";
    if (Object.hasOwn(CATEGORIES, category)) {
      this.#at += category.length;
      return CATEGORIES[category] ?? [];
    }
    // Back references, other properties and the like: not read, so the text counts as any text.
    if (/[A-Za-z1-9]/.test(next) || next === "") throw new Unreadable();
    const point = next.charCodeAt(0);
    return [[point, point]];
  }

  #last(): number {
    return this.#unicode ? 0x10ffff : 0xffff;
  }

  #ofRanges(ranges: readonly Range[]): TextBound {
    const perUnit = costOf(ranges);
    const units = ranges.some(([, high]) => high > 0xffff) ? 2 : 1;
    // A character of two units costs four bytes; beside it one unit may cost up to six.
    return { units, bytes: units === 2 ? Math.max(4, perUnit) : perUnit, perUnit };
  }
}

function complement(ranges: readonly Range[], last: number): readonly Range[] {
  const rest: Range[] = [];
  let next = 0;
  for (const [low, high] of [...ranges].sort(([a], [b]) => a - b)) {
    if (low > next) rest.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  if (next <= last) rest.push([next, last]);
  return rest;
}

/**
 * What an expression bounds. What is not anchored at both ends, or cannot be read, bounds nothing.
 *
 * @example
 * ```ts
 * boundOfPattern(/^[a-z][a-z0-9-]{0,15}$/); // { units: 16, bytes: 16, perUnit: 1 }
 * ```
 */
export function boundOfPattern(pattern: RegExp): TextBound {
  if (!/^[gduy]*$/.test(pattern.flags)) return ANY_TEXT;
  try {
    return new Reader(pattern.source, pattern.flags.includes("u")).whole();
  } catch (error) {
    if (error instanceof Unreadable) return ANY_TEXT;
    throw error;
  }
}
