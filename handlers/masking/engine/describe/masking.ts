/** What the masking steps do to texts. */
import type { StepArgs } from "../definitions/index.ts";
import { codePoints } from "../steps/index.ts";
import { type Alphabet, alphabetOf, alphabetSize, classOfPiece, replaced, union } from "./alphabet.ts";
import { type Effect, kept, lost, type Shows } from "./effect.ts";
import { oneCase } from "./preparing.ts";
import type { Texts } from "./texts.ts";

const shown = (shows: Shows, because: string) => () => ({ shows, because });
const lowerHex = ["0-9", "a-f"];

export const hash: Effect<StepArgs<"hash">> = {
  texts: ({ digits }) => ({ shortest: digits, longest: digits, alphabet: alphabetOf(lowerHex) }),
  distinct: ({ digits }) => ({ kind: "keyed", bits: 4 * digits }),
  shows: shown("never", "it gives digits of the keyed hash"),
};

const end = (which: string): Effect<StepArgs<"first">> => ({
  texts: ({ count }, { shortest, longest, alphabet }) => ({
    shortest: Math.min(count, shortest),
    longest: Math.min(count, longest),
    alphabet: union(alphabet, new Set(["X"])),
  }),
  // Or an X for each character of a text that is no longer.
  distinct: ({ count }, { alphabet }) => ({ kind: "lost", outcomes: alphabetSize(alphabet) ** count + count }),
  shows: ({ count }) => ({ shows: "part", because: `its ${which} ${count === 1 ? "character stays" : `${count} characters stay`}` }),
});

export const first = end("first");

export const last = end("last");

export const redact: Effect<undefined> = {
  texts: (_args, before) => ({
    ...before,
    alphabet: replaced(before.alphabet, (piece) => (classOfPiece(piece) === "other ASCII" ? [piece] : ["X"])),
  }),
  distinct: () => lost,
  shows: shown("never", "it writes X over all letters and digits"),
};

function formatted(alphabet: Alphabet): Alphabet {
  return replaced(alphabet, (piece) => {
    const of = classOfPiece(piece);
    if (of === "a-f" || of === "g-z") return ["a-f", "g-z"];
    if (of === "beyond ASCII") return ["x"];
    return of === "other ASCII" ? [piece] : [of];
  });
}

const formattedTexts = (before: Texts): Texts => ({ ...before, alphabet: formatted(before.alphabet) });

export const format: Effect<StepArgs<"format">> = {
  texts: (_args, before) => formattedTexts(before),
  distinct: () => lost,
  shows: shown("never", "it moves every letter and digit"),
};

export const perm: Effect<StepArgs<"perm">> = {
  texts: (_args, before) => formattedTexts(before),
  distinct: ({ nonZero }, { shortest, longest, alphabet }) => {
    const inDomain = !nonZero && shortest >= 2 && longest <= 30 && [...alphabet].every((piece) => classOfPiece(piece) === "0-9");
    const first = nonZero ? ", the first of them not 0," : "";
    return inDomain ? kept : { kind: "kept", unless: `a value has other than 2 to 30 digits${first} with spaces and +().#/- between them` };
  },
  shows: shown("by chance", "one of 10^n texts of n digits may be its own permutation"),
};

export const pick: Effect<StepArgs<"pick">> = {
  texts: ({ list }, _before, lists) => {
    const items = lists.get(list) ?? [];
    const lengths = items.map(codePoints);
    return { shortest: Math.min(...lengths), longest: Math.max(0, ...lengths), alphabet: alphabetOf(items.flatMap((item) => [...item])) };
  },
  distinct: ({ list }, _before, lists) => ({ kind: "lost", outcomes: lists.get(list)?.length ?? 0 }),
  shows: shown("never", "it gives another item of its list"),
};

export const int: Effect<StepArgs<"int">> = {
  texts: ({ min, max }) => {
    const lengths = [String(min).length, String(max).length];
    const shortest = min <= 0 && max >= 0 ? 1 : Math.min(...lengths);
    return { shortest, longest: Math.max(...lengths), alphabet: alphabetOf(min < 0 ? ["0-9", "-"] : ["0-9"]) };
  },
  distinct: ({ min, max }) => ({ kind: "lost", outcomes: max - min + 1 }),
  shows: shown("never", "it gives another number of its range"),
};

export const uuid: Effect<undefined> = {
  texts: () => ({ shortest: 36, longest: 36, alphabet: alphabetOf([...lowerHex, "-"]) }),
  distinct: (_args, { alphabet }) => ({ ...oneCase(alphabet), kind: "keyed", bits: 122 }),
  shows: shown("never", "it gives digits of the keyed hash"),
};

export const ip: Effect<undefined> = {
  texts: () => ({ shortest: 8, longest: 38, alphabet: alphabetOf([...lowerHex, ".", ":"]) }),
  distinct: () => ({ kind: "lost", outcomes: 2 ** 24 + 2 ** 96 }),
  shows: shown("never", "it gives bytes of the keyed hash"),
};

export const date: Effect<StepArgs<"date">> = {
  texts: (_args, before) => ({ ...before, alphabet: union(before.alphabet, formatted(before.alphabet)) }),
  distinct: () => lost,
  shows: (_args, { longest }) =>
    longest <= 10 ? { shows: "never", because: "it moves every date" } : { shows: "part", because: "what stands behind the date stays" },
};

export const year: Effect<undefined> = {
  texts: (_args, before) => ({ ...formattedTexts(before), shortest: Math.min(10, before.shortest) }),
  distinct: () => lost,
  shows: shown("whole", "the year stays, and so does a whole January 1st"),
};

export const card: Effect<StepArgs<"card">> = {
  texts: (_args, before) => formattedTexts(before),
  distinct: () => lost,
  shows: shown("never", "it gives digits of the keyed hash"),
};

export const iban: Effect<undefined> = {
  texts: (_args, before) => ({
    shortest: Math.min(15, before.shortest),
    longest: before.longest,
    alphabet: ibanAlphabet(before.alphabet),
  }),
  distinct: () => lost,
  shows: shown("part", "the country stays"),
};

// An account in lower-case letters is given in upper case.
function ibanAlphabet(alphabet: Alphabet): Alphabet {
  const upper = replaced(alphabet, (piece) => (["a-f", "g-z"].includes(classOfPiece(piece)) ? ["A-Z"] : []));
  return union(formatted(alphabet), upper);
}
