/** Sets of characters, as far as templates tell them apart: classes, and single characters outside the classes that are in. */

/** A class of characters. No character is in two. */
export type CharacterClass = "0-9" | "a-f" | "g-z" | "A-Z" | "other ASCII" | "beyond ASCII";

/** Classes, and single code points. */
export type Alphabet = ReadonlySet<string>;

// Code points, without U+0000 and the surrogates, which no value holds.
const sizes: { readonly [K in CharacterClass]: number } = {
  "0-9": 10,
  "a-f": 6,
  "g-z": 20,
  "A-Z": 26,
  "other ASCII": 127 - 62,
  "beyond ASCII": 0x110000 - 0x80 - 0x800,
};

/** The class of a character. */
export function classOf(character: string): CharacterClass {
  if (/^[0-9]/.test(character)) return "0-9";
  if (/^[a-f]/.test(character)) return "a-f";
  if (/^[g-z]/.test(character)) return "g-z";
  if (/^[A-Z]/.test(character)) return "A-Z";
  return (character.codePointAt(0) ?? 0) < 0x80 ? "other ASCII" : "beyond ASCII";
}

const isClass = (piece: string): piece is CharacterClass => Object.hasOwn(sizes, piece);

/** The class of a piece of an alphabet, which is a class itself or a character. */
export function classOfPiece(piece: string): CharacterClass {
  return isClass(piece) ? piece : classOf(piece);
}

/** The alphabet of these classes and characters. */
export function alphabetOf(pieces: Iterable<string>): Alphabet {
  const all = new Set(pieces);
  return new Set([...all].filter((piece) => isClass(piece) || !all.has(classOf(piece))));
}

/** What a value may be made of when nothing is known: everything. */
export const anyCharacter: Alphabet = alphabetOf(Object.keys(sizes));

/** The characters of one, the other, or both. */
export function union(...alphabets: readonly Alphabet[]): Alphabet {
  return alphabetOf(alphabets.flatMap((alphabet) => [...alphabet]));
}

/** The alphabet in which each class or character became others. */
export function replaced(alphabet: Alphabet, change: (piece: string) => readonly string[]): Alphabet {
  return alphabetOf([...alphabet].flatMap(change));
}

/** Whether a character is in it. */
export function includes(alphabet: Alphabet, character: string): boolean {
  return alphabet.has(character) || alphabet.has(classOf(character));
}

/** Whether it holds anything of these classes. */
export function touches(alphabet: Alphabet, classes: readonly CharacterClass[]): boolean {
  return [...alphabet].some((piece) => classes.includes(classOfPiece(piece)));
}

/** The number of its characters. */
export function alphabetSize(alphabet: Alphabet): number {
  return [...alphabet].reduce((sum, piece) => sum + (isClass(piece) ? sizes[piece] : 1), 0);
}
