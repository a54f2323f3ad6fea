/** The invented people of production: each has values that no other person has, and that occur nowhere else. */
import { createRandom, type Random } from "./random.ts";

/** One invented person. */
export interface Person {
  readonly customerId: string;
  readonly customerNumber: string;
  readonly fullName: string;
  readonly nickname: string | null;
  readonly email: string;
  readonly phone: string;
  readonly ssn: string;
  /** YYYY-MM-DD, never a 1st of January, which `{{year}}` would leave as it is. */
  readonly dateOfBirth: string;
  readonly street: string;
  readonly city: string;
}

/** How many people can be told apart: the numbers of all of them come from these digits. */
export const MAX_PEOPLE = 9_000_000;

const given = [
  "Zoë",
  "Ana",
  "Łukasz",
  "Bríd",
  "Mehmet",
  "Søren",
  "Chloé",
  "Jürgen",
  "Noor",
  "Yuki",
  "Iñigo",
  "Eszter",
  "Ngọc",
  "Aylin",
  "Petra",
  "Tomás",
];
const prefixes = ["", "O'", "Mc", "de ", "van ", "Saint-", "D’"];
const syllables = [
  "ba",
  "ker",
  "dün",
  "fo",
  "gri",
  "hol",
  "jam",
  "kur",
  "lin",
  "mør",
  "nex",
  "pol",
  "quin",
  "ras",
  "stu",
  "tav",
  "ulm",
  "vex",
  "wim",
  "yor",
  "zel",
  "çin",
  "bre",
  "dro",
  "pli",
];
const domains = ["northlake", "ostwind", "kestrel", "vierbaum", "lumen", "halcyon"];
const streets = ["Quarry Lane", "Rue des Tanneurs", "Mühlgasse", "Calle Mayor", "Ulica Złota", "Harbour Row"];

/**
 * The person with this number; the same one on every call.
 *
 * @param id - from 0 to `MAX_PEOPLE` - 1
 */
export function personOf(id: number): Person {
  const random = createRandom(`person ${id}`);
  const first = random.pick(given);
  const family = `${random.pick(prefixes)}${capital(code(id))}`;
  const fullName = random.oneIn(40) ? `${first} "${syllables[id % 25]}" ${family}` : `${first} ${family}`;
  const digits = String(10_000_000 + scramble(id, 7_654_321, 89_999_999));
  const short = String(scramble(id, 7_368_787, 99_999_989)).padStart(8, "0");
  return {
    customerId: uuid(random),
    customerNumber: `C-${digits}`,
    fullName,
    nickname: random.oneIn(3) ? null : `${code(id + 17)}${random.pick(["日本", "ñandú", "_fox", "'s own", " “x”"])}`,
    email: `${ascii(first)}.${ascii(code(id))}@${random.pick(domains)}.example`,
    phone: `+1-555-${String(scramble(id, 3_141_593, 9_999_991)).padStart(7, "0")}`,
    ssn: `9${short.slice(0, 2)}-${short.slice(2, 4)}-${short.slice(4)}`,
    dateOfBirth: `${random.int(1940, 2004)}-${pad(random.int(1, 12))}-${pad(random.int(2, 28))}`,
    street: `${random.int(1, 999)} ${random.pick(streets)}, ${code(id + 5)}`,
    city: `${capital(code(id + 29))}${random.pick(["ville", "burg", "sjö", "stad"])}`,
  };
}

/** A bijection of 0..modulus-1 for a factor that shares no divisor with it. */
function scramble(id: number, factor: number, modulus: number): number {
  return Number((BigInt(id) * BigInt(factor) + 104_729n) % BigInt(modulus));
}

/** The number as syllables, always five of them, so that no code is part of another one. */
function code(id: number): string {
  let rest = scramble(id, 4_567_891, 9_765_625);
  let text = "";
  for (let i = 0; i < 5; i++) {
    text += syllables[rest % 25] ?? "";
    rest = Math.floor(rest / 25);
  }
  return text;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const pad = (value: number): string => String(value).padStart(2, "0");

function ascii(text: string): string {
  return text
    .replaceAll("Ł", "L")
    .replaceAll("ø", "o")
    .normalize("NFD")
    .replace(/[^\w.-]/g, "")
    .toLowerCase();
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.word().toString(16).padStart(8, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
