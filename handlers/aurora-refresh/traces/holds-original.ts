/** Looks for production's values inside texts that are no rows: comments, definitions, statistics. */
import { type Lists, type MaskingKeys, parseTemplate } from "../../masking/engine/index.ts";
import { type Originals, originalsOf } from "../../masking/prove/index.ts";

/** How a text is read: as one value, as sentences, or as SQL, of which the literals and comments are read. */
export type Form = "value" | "prose" | "code";

/** Whether a text is or holds an original. */
export type HoldsOriginal = (text: string, form: Form) => boolean;

/** So many words at most may an original have that stands in the middle of a text. */
const mostWords = 6;

/**
 * Looks a text up as a whole, and every run of one to six words of it. What is so short that it may be an ordinary word
 * (fewer than 2^40 texts are like it) counts as no original here: "gold" in a comment is no customer's name.
 *
 * @param sets - fingerprints of originals
 * @example
 * ```ts
 * const holds = holdsOriginal([anywhere], keys);
 * holds("e.g. ana.lopez@corp.example", "prose"); // true where that is a customer's
 * ```
 */
export function holdsOriginal(sets: readonly Originals[], keys: MaskingKeys): HoldsOriginal {
  const lists: Lists = new Map();
  const fingerprint = originalsOf(parseTemplate("{{format}}"), keys, lists);
  const isOriginal = (text: string): boolean => {
    const print = fingerprint(text);
    if (print === undefined) return false;
    const [high, low] = [Number.parseInt(print.slice(0, 8), 16), Number.parseInt(print.slice(8), 16)];
    return sets.some((set) => set.hasWords(high, low));
  };
  const inside = (text: string): boolean => isOriginal(text) || separators.some((separator) => runsOf(text, separator).some(isOriginal));
  return (text, form) => (form === "code" ? [...readable(text)].some(inside) : inside(text));
}

// An e-mail address may stand in brackets or behind a colon; a name may hold a full stop or an apostrophe.
const separators = [/\s+/g, /[\s,;:=<>()"'[\]{}|\\/]+/g];

/** The runs of one to six neighbouring words, without punctuation at their ends. */
function runsOf(text: string, separator: RegExp): string[] {
  const words: { from: number; to: number }[] = [];
  let from = 0;
  for (const { index, 0: gap } of [...text.matchAll(separator), { index: text.length, 0: "" }]) {
    const word = text.slice(from, index);
    const start = word.search(/[\p{L}\p{N}+]/u);
    if (start >= 0) words.push({ from: from + start, to: from + word.length - punctuationAtEnd(word) });
    from = index + gap.length;
  }
  return words.flatMap((first, i) => words.slice(i, i + mostWords).map((last) => text.slice(first.from, last.to)));
}

function punctuationAtEnd(word: string): number {
  let count = 0;
  while (count < word.length && /[.,;:!?'"()[\]{}<>]/.test(word[word.length - 1 - count] ?? "")) count++;
  return count;
}

/** The literals and comments of SQL and of languages like it: what stands between quotes, behind `--`, `//`, `#`, in C's comments; addresses anywhere. */
function* readable(code: string): Generator<string> {
  for (const [part] of code.matchAll(
    /'(?:[^']|'')*'?|"(?:[^"\\]|\\.)*"?|--[^\n]*|\/\/[^\n]*|#[^\n]*|[^\s'"(),;$@]{1,64}@[^\s'"(),;$]{1,255}|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g,
  )) {
    yield part[0] === "'"
      ? part.slice(1, part.endsWith("'") ? -1 : undefined).replaceAll("''", "'")
      : part.replace(/^(?:"|--|\/\/|#|\/\*)\s*|(?:"|\*\/)$/g, "");
  }
}
