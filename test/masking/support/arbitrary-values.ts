/** Random values of every kind that a step cares about. */
import fc from "fast-check";

const special = [
  ..."abzAZ0189 @-#.:/+()'\"\\{}_%$\t\n\r\u0001\u001f\u007f\u0080éßİıσΣςǅﬁ漢\u0301\u0323\u200d\ufeff\uffff😀𝒳\u{10ffff}\u212a\u037e",
];
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...special) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).filter((c) => c !== "\u0000") },
);
const twoDigits = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, "0"));
const date = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), twoDigits(13), twoDigits(32), fc.constantFrom("", "T10:00", " x", " 07:08:09.123456+00"))
  .map(([year, month, day, rest]) => `${String(year).padStart(4, "0")}-${month}-${day}${rest}`);

/** A value that every store can hold. */
export const value: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: fc.array(character, { maxLength: 80 }).map((characters) => characters.join("")) },
  { weight: 20, arbitrary: fc.stringMatching(/^[0-9 -]{0,24}$/) },
  { weight: 20, arbitrary: fc.stringMatching(/^[0-9]{1,31}$/) },
  { weight: 20, arbitrary: fc.stringMatching(/^[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{9,34}$/) },
  { weight: 20, arbitrary: fc.emailAddress() },
  { weight: 20, arbitrary: date },
  { weight: 5, arbitrary: fc.ipV6() },
  { weight: 5, arbitrary: fc.uuid() },
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      "",
      "0001-01-01",
      "9999-12-31",
      "2000-02-29",
      "1900-02-29",
      "@",
      "a@",
      "@b",
      "##",
      "#",
      "555-0100",
      "00",
      "X",
      "Alma",
      "yes",
    ),
  },
  { weight: 1, arbitrary: fc.tuple(character, fc.integer({ min: 500, max: 1500 })).map(([c, n]) => `${c}a1`.repeat(n)) },
);

/** A master key. */
export const masterKey: fc.Arbitrary<Uint8Array> = fc.uint8Array({ minLength: 32, maxLength: 32 });
