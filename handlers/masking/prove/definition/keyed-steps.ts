/** The steps that need a key. */
import { formatResult, formatRoom, moved } from "./format.ts";
import { dayOf } from "./open-steps.ts";
import { type DefinedStep, type Given, macBytes, macNumber } from "./step.ts";

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const upper = (text: string): string => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
const ten = Math.log2(10);

// The digits of a text one after another in the places of its own.
const withDigits = (text: string, digits: string): string => {
  let at = 0;
  return text.replace(/[0-9]/g, () => digits.charAt(at++));
};

const hash: DefinedStep = {
  result: (text, [digits = "16", domain = ""], given) => macBytes(given, "hash", domain, text).toString("hex").slice(0, Number(digits)),
  room: (_text, [digits = "16"]) => 4 * Number(digits),
};

const format: DefinedStep = {
  result: (text, [domain = ""], given) => formatResult(text, domain, given),
  room: formatRoom,
};

function permDigits(text: string, nonZero: boolean): string | undefined {
  const digits = text.replace(/[ +().#/-]/g, "");
  return /^[0-9]{2,30}$/.test(digits) && !(nonZero && digits.startsWith("0")) ? digits : undefined;
}

function permuted(digits: string, given: Given): string {
  const half = digits.length >> 1;
  let [left, right] = [digits.slice(0, half), digits.slice(half)];
  for (let round = 0; round < 8; round++) {
    const modulus = 10 ** left.length;
    const shift = macNumber(given, "perm", "", `${round}:${digits.length}:${right}`) % modulus;
    const next = String((Number(left) + shift) % modulus).padStart(left.length, "0");
    [left, right] = [right, next];
  }
  return left + right;
}

const perm: DefinedStep = {
  result: (text, [mode], given) => {
    const digits = permDigits(text, mode === "nz");
    if (digits === undefined) return formatResult(text, "", given);
    let result = permuted(digits, given);
    while (mode === "nz" && result.startsWith("0")) result = permuted(result, given);
    return withDigits(text, result);
  },
  room: (text, [mode]) => {
    const digits = permDigits(text, mode === "nz");
    if (digits === undefined) return formatRoom(text);
    return digits.length * ten - (mode === "nz" ? ten - Math.log2(9) : 0);
  },
};

// The chosen one of a cycle, or the one behind it where that is the text itself.
const choose = (at: number, size: number, item: (at: number) => string, text: string): string => {
  const chosen = item(at);
  return chosen === text ? item((at + 1) % size) : chosen;
};

const pick: DefinedStep = {
  result: (text, args, given) => {
    const name = args[0]!;
    const list = given.lists.get(name)!;
    return choose(macNumber(given, "pick", name, text) % list.length, list.length, (at) => list[at]!, text);
  },
  room: (_text, args, lists) => Math.log2(lists.get(args[0]!)?.length ?? 1),
};

const sizeOf = (args: readonly string[]): number => Number(args[1]) - Number(args[0]) + 1;

const int: DefinedStep = {
  result: (text, args, given) => {
    const size = sizeOf(args);
    return choose(macNumber(given, "int", "", text) % size, size, (at) => String(Number(args[0]) + at), text);
  },
  room: (_text, args) => Math.log2(sizeOf(args)),
};

const uuid: DefinedStep = {
  result: (text, _args, given) => {
    const bytes = macBytes(given, "uuid", "", lower(text)).subarray(0, 16);
    const hex = bytes.toString("hex");
    const variant = "89ab".charAt((bytes[8]! >> 4) & 3);
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join("-");
  },
  room: () => 122,
};

const ip: DefinedStep = {
  result: (text, _args, given) => {
    const bytes = macBytes(given, "ip", "", lower(text));
    if (!text.includes(":")) return `10.${[...bytes.subarray(0, 3)].join(".")}`;
    return `2001:db8:${[0, 2, 4, 6, 8, 10].map((at) => bytes.readUInt16BE(at).toString(16)).join(":")}`;
  },
  room: (text) => (text.includes(":") ? 96 : 24),
};

const dayMs = 86_400_000;

const date: DefinedStep = {
  result: (text, [days, field], given) => {
    const day = dayOf(text);
    if (day === undefined) return formatResult(text, "", given);
    const n = Number(days);
    const m = macNumber(given, "date", "", (field === undefined ? undefined : given.row?.(field)) ?? day) % (2 * n);
    const time = Date.parse(`${day}T00:00:00Z`) + (m < n ? m - n : m - n + 1) * dayMs;
    const result = new Date(time).toISOString().slice(0, 10);
    return dayOf(result) === result ? result + text.slice(10) : formatResult(text, "", given);
  },
  room: (text, [days]) => (dayOf(text) === undefined ? formatRoom(text) : Math.log2(2 * Number(days))),
};

const cardDigits = (text: string): string | undefined => {
  const digits = text.replace(/[ -]/g, "");
  return /^[0-9]{12,19}$/.test(digits) ? digits : undefined;
};

function checkDigit(digits: string): string {
  let sum = 0;
  for (const [i, character] of [...digits].reverse().entries()) {
    const value = Number(character) * (i % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / 10) + (value % 10);
  }
  return String((10 - (sum % 10)) % 10);
}

const card: DefinedStep = {
  result: (text, [prefix = "400000"], given) => {
    const digits = cardDigits(text);
    if (digits === undefined) return formatResult(text, "", given);
    const bytes = macBytes(given, "card", "", digits).subarray(0, digits.length - 1 - prefix.length);
    const body = prefix + [...bytes].map((byte) => byte % 10).join("");
    return withDigits(text, body + checkDigit(body));
  },
  room: (text, [prefix = "400000"]) => {
    const digits = cardDigits(text);
    return digits === undefined ? formatRoom(text) : (digits.length - 1 - prefix.length) * ten;
  },
};

const ibanOf = (text: string): string | undefined => {
  const compact = upper(text.replace(/ /g, ""));
  return /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(compact) ? compact : undefined;
};

const iban: DefinedStep = {
  result: (text, _args, given) => {
    const compact = ibanOf(text);
    if (compact === undefined) return formatResult(text, "", given);
    const bytes = macBytes(given, "iban", "", compact);
    const account = [...compact.slice(4)].map((character, i) => moved(character, bytes[i]!)).join("");
    const country = compact.slice(0, 2);
    const digits = [...`${account}${country}`].map((character) => Number.parseInt(character, 36)).join("");
    const check = 98n - (BigInt(`${digits}00`) % 97n);
    return country + String(check).padStart(2, "0") + account;
  },
  room: (text) => formatRoom(ibanOf(text)?.slice(4) ?? text),
};

/** The steps by name. */
export const keyedSteps: Readonly<Record<string, DefinedStep>> = { hash, format, perm, pick, int, uuid, ip, date, card, iban };
