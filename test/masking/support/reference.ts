/** masking/v1 once more, written down from its specification as plainly as it goes: what the engines are compared with. */
import { createHmac } from "node:crypto";

/** What a step of the specification may read. */
export interface Reference {
  readonly master: Uint8Array;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Another field of the row. */
  readonly field: string | null;
}

type Step = (x: string, args: readonly string[]) => string;

const hex = (key: Uint8Array | string, text: string): string => createHmac("sha256", key).update(text).digest("hex");
const num = (h: string): bigint => BigInt(`0x${h.slice(0, 13)}`);
const bytes = (h: string): number[] => [...Buffer.from(h, "hex")];
const points = (x: string): string[] => Array.from(x);
const modulo = (a: bigint, b: bigint): bigint => ((a % b) + b) % b;
const ascii = (x: string, from: RegExp, change: (c: string) => string): string =>
  points(x)
    .map((c) => (from.test(c) ? change(c) : c))
    .join("");
const digitsIn = (x: string): string =>
  points(x)
    .filter((c) => /[0-9]/.test(c))
    .join("");

function replaceDigits(x: string, digits: string): string {
  const queue = [...digits];
  return ascii(x, /[0-9]/, () => queue.shift() ?? "?");
}

function shift(c: string, alphabet: string, by: number): string {
  return alphabet.charAt((alphabet.indexOf(c) + by) % alphabet.length);
}

function move(c: string, b: number): string {
  const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (/[0-9]/.test(c)) return shift(c, "0123456789", 1 + (b % 9));
  if (/[A-Z]/.test(c)) return shift(c, upper, 1 + (b % 25));
  if (/[a-z]/.test(c)) return shift(c, upper.toLowerCase(), 1 + (b % 25));
  return (c.codePointAt(0) ?? 0) > 0x7f ? "x" : c;
}

// A day number of the proleptic Gregorian calendar, and back; undefined for what is no date.
function dayOf(x: string): number | undefined {
  const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.exec(x)?.[0];
  if (day === undefined || day.startsWith("0000")) return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? undefined : date.getTime() / 86_400_000;
}

function luhn(digits: string): boolean {
  const sum = [...digits]
    .reverse()
    .map((d, i) => (i % 2 === 1 ? [...String(2 * Number(d))].reduce((a, c) => a + Number(c), 0) : Number(d)));
  return sum.reduce((a, d) => a + d, 0) % 10 === 0;
}

const asNumber = (text: string): bigint => BigInt([...text].map((c) => Number.parseInt(c, 36)).join(""));

function steps({ master, lists, field }: Reference): Record<string, Step> {
  const mac = (f: string, d: string, x: string): string => hex(hex(master, `masking/v1/${f}/${d}`), x);
  const format: Step = (x, [domain = ""]) => {
    const blocks = Array.from({ length: Math.ceil(points(x).length / 32) }, (_, j) =>
      bytes(mac("format", domain, j === 0 ? x : `${x}\u001f${j}`)),
    );
    return points(x)
      .map((c, i) => move(c, blocks[Math.floor(i / 32)]?.[i % 32] ?? 0))
      .join("");
  };
  const asFormat = (x: string): string => format(x, []);
  const perm: Step = (x, [nz]) => {
    let digits = digitsIn(x);
    if (!/^[0-9 +().#/-]*$/.test(x) || digits.length < 2 || digits.length > 30 || (nz === "nz" && digits.startsWith("0")))
      return asFormat(x);
    const n = digits.length;
    do {
      let [a, b] = [digits.slice(0, Math.floor(n / 2)), digits.slice(Math.floor(n / 2))];
      for (let i = 0; i < 8; i++) {
        const m = i % 2 === 0 ? Math.floor(n / 2) : n - Math.floor(n / 2);
        const c = (BigInt(a) + modulo(num(mac("perm", "", `${i}:${n}:${b}`)), 10n ** BigInt(m))) % 10n ** BigInt(m);
        [a, b] = [b, String(c).padStart(m, "0")];
      }
      digits = a + b;
    } while (nz === "nz" && digits.startsWith("0"));
    return replaceDigits(x, digits);
  };
  const choose = (x: string, size: bigint, h: string, item: (i: bigint) => string): string => {
    const i = num(h) % size;
    return item(i) === x ? item((i + 1n) % size) : item(i);
  };
  return {
    trim: (x) => x.replace(/^[ \t\r\n]+/, "").replace(/(?<![ \t\r\n])[ \t\r\n]+$/, ""),
    lower: (x) => ascii(x, /^[A-Z]$/, (c) => c.toLowerCase()),
    upper: (x) => ascii(x, /^[a-z]$/, (c) => c.toUpperCase()),
    nfc: (x) => x.normalize("NFC"),
    digits: digitsIn,
    local: (x) => (x.includes("@") ? x.split("@").slice(0, -1).join("@") : x),
    domain: (x) => (x.includes("@") ? (x.split("@").pop() ?? "") : ""),
    part: (x, args) => {
      const pieces = x.split(args.slice(0, -1).join(":"));
      const n = Number(args.at(-1));
      return pieces[n > 0 ? n - 1 : pieces.length + n] ?? "";
    },
    keep: (x) => x,
    hash: (x, [n = "16", domain = ""]) => mac("hash", domain, x).slice(0, Number(n)),
    first: (x, [n]) => (points(x).length > Number(n) ? points(x).slice(0, Number(n)).join("") : points(x).fill("X").join("")),
    last: (x, [n]) => (points(x).length > Number(n) ? points(x).slice(-Number(n)).join("") : points(x).fill("X").join("")),
    redact: (x) => ascii(x, /[A-Za-z0-9\u0080-\u{10ffff}]/u, () => "X"),
    format,
    perm,
    pick: (x, [list = ""]) => {
      const items = lists.get(list) ?? [];
      return choose(x, BigInt(items.length), mac("pick", list, x), (i) => items[Number(i)] ?? "");
    },
    int: (x, [min = "", max = ""]) => choose(x, BigInt(max) - BigInt(min) + 1n, mac("int", "", x), (i) => String(BigInt(min) + i)),
    uuid: (x) => {
      const h = mac("uuid", "", steps({ master, lists, field }).lower?.(x, []) ?? "");
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${"89ab"[Number.parseInt(h[16] ?? "", 16) % 4]}${h.slice(17, 20)}-${h.slice(20, 32)}`;
    },
    ip: (x) => {
      const h = mac("ip", "", steps({ master, lists, field }).lower?.(x, []) ?? "");
      if (!x.includes(":")) return `10.${bytes(h).slice(0, 3).join(".")}`;
      return `2001:db8:${[0, 4, 8, 12, 16, 20].map((at) => h.slice(at, at + 4).replace(/^0{1,3}/, "")).join(":")}`;
    },
    date: (x, [n, other]) => {
      const day = dayOf(x);
      if (day === undefined) return asFormat(x);
      const m = Number(num(mac("date", "", other === undefined ? x.slice(0, 10) : (field ?? x.slice(0, 10)))) % BigInt(2 * Number(n)));
      const moved = new Date((day + (m < Number(n) ? m - Number(n) : m - Number(n) + 1)) * 86_400_000).toISOString();
      return /^[0-9]{4}-/.test(moved) && !moved.startsWith("0000") ? moved.slice(0, 10) + x.slice(10) : asFormat(x);
    },
    year: (x) => (dayOf(x) === undefined ? asFormat(x) : `${x.slice(0, 4)}-01-01`),
    card: (x, [prefix = "400000"]) => {
      const digits = digitsIn(x);
      if (!/^[0-9 -]*$/.test(x) || digits.length < 12 || digits.length > 19) return asFormat(x);
      const body =
        prefix +
        bytes(mac("card", "", digits))
          .map((b) => b % 10)
          .join("");
      const front = body.slice(0, digits.length - 1);
      return replaceDigits(x, [..."0123456789"].map((d) => front + d).find(luhn) ?? "");
    },
    iban: (x) => {
      const s = ascii(x.replaceAll(" ", ""), /^[a-z]$/, (c) => c.toUpperCase());
      if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(s)) return asFormat(x);
      const b = bytes(mac("iban", "", s));
      const account = [...s.slice(4)].map((c, i) => move(c, b[i] ?? 0)).join("");
      const country = s.slice(0, 2);
      const check = Array.from({ length: 97 }, (_, i) => String(i + 2).padStart(2, "0")).find(
        (c) => asNumber(account + country + c) % 97n === 1n,
      );
      return country + check + account;
    },
  };
}

/** What masking/v1 makes of a value that is neither null nor empty, by a template that parses. */
export function referenceMask(template: string, value: string, reference: Reference): string {
  const known = steps(reference);
  return template.replace(/\{\{'([^']*)'\}\}|\{\{(.*?)\}\}/gs, (_whole, literal: string | undefined, pipeline: string) => {
    if (literal !== undefined) return literal;
    return pipeline.split("|").reduce((x, step) => {
      const [name = "", ...args] = step.trim().split(":");
      return x === "" ? "" : (known[name]?.(x, args) ?? `no step ${name}`);
    }, value);
  });
}
