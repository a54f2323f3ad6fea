/** What the preparing steps and `keep` do to texts. */
import type { StepArgs } from "../definitions/index.ts";
import { type Alphabet, classOfPiece, includes, replaced, touches, union } from "./alphabet.ts";
import { type Distinctness, type Effect, kept, lost } from "./effect.ts";
import type { Texts } from "./texts.ts";

const whole = { shows: "whole", because: "it does not mask" } as const;

const effect = <Args>(texts: (before: Texts) => Texts, distinct: (before: Texts) => Distinctness): Effect<Args> => ({
  texts: (_args, before) => texts(before),
  distinct: (_args, before) => distinct(before),
  shows: () => whole,
});

// One of several pieces of a text; any of them may be empty.
const piece = <Args>(): Effect<Args> =>
  effect(
    (before) => ({ ...before, shortest: 0 }),
    () => lost,
  );

const blanks = [" ", "\t", "\n", "\r"];

export const trim: Effect<undefined> = effect(
  (before) => (hasBlanks(before.alphabet) ? { ...before, shortest: 0 } : before),
  (before) => (hasBlanks(before.alphabet) ? { kind: "kept", unless: "two values differ in blanks at their ends alone" } : kept),
);

function hasBlanks(alphabet: Alphabet): boolean {
  return blanks.some((blank) => includes(alphabet, blank));
}

export const lower: Effect<undefined> = effect(
  (before) => ({ ...before, alphabet: lowered(before.alphabet) }),
  (before) => oneCase(before.alphabet),
);

function lowered(alphabet: Alphabet): Alphabet {
  return replaced(alphabet, (letter) => {
    if (letter === "A-Z") return ["a-f", "g-z"];
    return classOfPiece(letter) === "A-Z" ? [letter.toLowerCase()] : [letter];
  });
}

export const upper: Effect<undefined> = effect(
  (before) => ({ ...before, alphabet: uppered(before.alphabet) }),
  (before) => oneCase(before.alphabet),
);

function uppered(alphabet: Alphabet): Alphabet {
  return replaced(alphabet, (letter) => {
    if (letter === "a-f" || letter === "g-z") return ["A-Z"];
    return touches(new Set([letter]), ["a-f", "g-z"]) ? [letter.toUpperCase()] : [letter];
  });
}

/** What folding the case does to distinct texts of an alphabet. */
export function oneCase(alphabet: Alphabet): Distinctness {
  const both = touches(alphabet, ["A-Z"]) && touches(alphabet, ["a-f", "g-z"]);
  return both ? { kind: "kept", unless: "two values differ in the case of letters alone" } : kept;
}

// The ASCII characters that are the composed form of another one: Kelvin's sign, the Greek question mark, varia.
const composedAscii = new Set(["K", ";", "`", "beyond ASCII"]);

export const nfc: Effect<undefined> = effect(
  (before) =>
    touches(before.alphabet, ["beyond ASCII"])
      ? { shortest: Math.min(1, before.shortest), longest: 3 * before.longest, alphabet: union(before.alphabet, composedAscii) }
      : before,
  (before) =>
    touches(before.alphabet, ["beyond ASCII"])
      ? { kind: "kept", unless: "two values differ in the composition of characters alone" }
      : kept,
);

export const digits: Effect<undefined> = effect(
  (before) => {
    const alphabet = replaced(before.alphabet, (character) => (classOfPiece(character) === "0-9" ? [character] : []));
    return { longest: before.longest, shortest: alphabet.size === before.alphabet.size ? before.shortest : 0, alphabet };
  },
  ({ alphabet }) => ([...alphabet].every((character) => classOfPiece(character) === "0-9") ? kept : lost),
);

export const local: Effect<undefined> = piece();

export const domain: Effect<undefined> = piece();

export const part: Effect<StepArgs<"part">> = piece();

export const keep: Effect<undefined> = effect(
  (before) => before,
  () => kept,
);
