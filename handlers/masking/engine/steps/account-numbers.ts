/** `card` and `iban`: account numbers that keep their shape and pass their check digits. */
import type { StepArgs } from "../definitions/index.ts";
import { byteAt } from "../keys.ts";
import { fallback, formatRoom, moveCodePoint } from "./format.ts";
import { digitsOf, upperText } from "./prepare.ts";
import { putDigits } from "./put-digits.ts";
import type { Step } from "./step.ts";

/** The digit that makes a number pass Luhn when it is put behind it. */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const doubled = i % 2 === 0 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** The two check digits of an IBAN. */
export function ibanCheck(country: string, account: string): string {
  let rest = 0;
  for (const character of `${account}${country}00`) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return String(98 - rest).padStart(2, "0");
}

/** Whether `card` takes this text; everything else is done as `format`. */
export function isCard(text: string): boolean {
  if (!/^[0-9 -]*$/.test(text)) return false;
  const { length } = digitsOf(text);
  return length >= 12 && length <= 19;
}

const compactIban = (text: string): string => upperText(text.replace(/ +/g, ""));

/** Whether `iban` takes this text, which stands in upper case without spaces. */
const isIban = (compact: string): boolean => /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(compact);

export const card: Step<StepArgs<"card">> = {
  compile: ({ prefix }, context) => {
    const mac = context.keys.mac("card", "");
    const otherwise = fallback("card", context);
    return (text) => {
      if (!isCard(text)) return otherwise(text);
      const digits = digitsOf(text);
      const h = mac(digits);
      let masked = prefix;
      for (let i = 0; masked.length < digits.length - 1; i++) masked += String(byteAt(h, i) % 10);
      return putDigits(text, masked + luhnDigit(masked));
    };
  },
  room: ({ prefix }, text) => (isCard(text) ? (digitsOf(text).length - 1 - prefix.length) * Math.log2(10) : formatRoom(text)),
};

export const iban: Step<undefined> = {
  compile: (_args, context) => {
    const mac = context.keys.mac("iban", "");
    const otherwise = fallback("iban", context);
    return (text) => {
      const compact = compactIban(text);
      if (!isIban(compact)) return otherwise(text);
      const h = mac(compact);
      const country = compact.slice(0, 2);
      let account = "";
      for (let i = 4; i < compact.length; i++) account += moveCodePoint(compact.charCodeAt(i), byteAt(h, i - 4));
      return country + ibanCheck(country, account) + account;
    };
  },
  room: (_args, text) => {
    const compact = compactIban(text);
    return formatRoom(isIban(compact) ? compact.slice(4) : text);
  },
};
