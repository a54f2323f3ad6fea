/** What a column's name says of its values. */
import { wordsOf } from "../../decide/index.ts";
import type { Shape } from "./shapes.ts";

/** Kinds of values that a name tells; beyond shapes, those that no shape shows. */
export type Named = Shape | "postal address" | "secret" | "free text" | "account number";

const endings: readonly (readonly [Named, string])[] = [
  ["e-mail address", "email;e mail;mail;mail address;email address;recipient"],
  ["phone number", "phone;telephone;tel;mobile;cell;fax;msisdn;phone number;mobile number;fax number;contact number"],
  ["social security number", "ssn;social security number;nino;national id;tax id;tin;national insurance number"],
  ["card number", "card number;credit card;pan;card no"],
  ["IBAN", "iban"],
  [
    "account number",
    "account number;account no;bank account;routing number;sort code;passport;passport number;license number;plate number",
  ],
  ["IP address", "ip;ip address;client ip;remote addr;remote address"],
  [
    "person's name",
    "first name;last name;given name;family name;full name;surname;middle name;maiden name;nickname;contact name;customer name;holder;account holder;owner name;recipient name",
  ],
  ["date", "birthday;birth date;date of birth;dob;birthdate;death date"],
  ["postal address", "address;street;street address;city;town;zip;zip code;postcode;postal code;house number;region"],
  ["secret", "password;passwd;pwd;secret;token;api key;access key;otp;pin;cvv;cvc"],
  ["free text", "note;notes;comment;comments;message;description;remark;remarks;body;text;memo;title;subject"],
];
const byEnding = new Map(endings.flatMap(([named, all]) => all.split(";").map((phrase) => [phrase, named] as const)));
const longest = 3;

/** What the last words of a name say; the longer ending goes first. */
export function namedBy(name: string): Named | undefined {
  const words = wordsOf(name);
  for (let n = Math.min(longest, words.length); n > 0; n--) {
    const found = byEnding.get(words.slice(-n).join(" "));
    if (found !== undefined) return found;
  }
  return undefined;
}
