/** `card` and `iban`: account numbers that keep their shape and pass their check digits. */
import { byteAt } from "../keys.ts";
import { fallback, formatRoom, formatSubkey, moveCodePoint } from "./format.ts";
import { upper } from "./prepare.ts";
import type { StepDefinition } from "./step.ts";

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

const isCard = (text: string): boolean => /^[0-9 -]*$/.test(text) && /^[0-9]{12,19}$/.test(text.replace(/[ -]+/g, ""));
const ibanForm = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/;
const compactIban = (text: string): string => upper(text.replace(/ +/g, ""));

const cardStep: StepDefinition = {
  name: "card",
  usage: "card or card:PREFIX (1 to 11 digits)",
  bind: (args) => {
    const prefix = args[0] ?? "400000";
    if (args.length > 1 || !/^[0-9]{1,11}$/.test(prefix)) return undefined;
    return {
      masks: true,
      subkeys: [{ function: "card", domain: "" }, formatSubkey],
      compile: (context) => {
        const mac = context.keys.mac("card", "");
        const otherwise = fallback("card", context);
        return (text) => {
          if (!isCard(text)) return otherwise(text);
          const digits = text.replace(/[ -]+/g, "");
          const h = mac(digits);
          let masked = prefix;
          for (let i = 0; masked.length < digits.length - 1; i++) masked += String(byteAt(h, i) % 10);
          masked += luhnDigit(masked);
          let next = 0;
          return text.replace(/[0-9]/g, () => masked.charAt(next++));
        };
      },
      room: (text) => (isCard(text) ? (text.replace(/[^0-9]+/g, "").length - 1 - prefix.length) * Math.log2(10) : formatRoom(text)),
      longest: (input) => input,
    };
  },
};

const ibanStep: StepDefinition = {
  name: "iban",
  usage: "iban",
  bind: (args) =>
    args.length > 0
      ? undefined
      : {
          masks: true,
          subkeys: [{ function: "iban", domain: "" }, formatSubkey],
          compile: (context) => {
            const mac = context.keys.mac("iban", "");
            const otherwise = fallback("iban", context);
            return (text) => {
              const compact = compactIban(text);
              if (!ibanForm.test(compact)) return otherwise(text);
              const h = mac(compact);
              let account = "";
              for (let i = 4; i < compact.length; i++) account += moveCodePoint(compact.charCodeAt(i), byteAt(h, i - 4));
              return compact.slice(0, 2) + ibanCheck(compact.slice(0, 2), account) + account;
            };
          },
          room: (text) => {
            const compact = compactIban(text);
            return formatRoom(ibanForm.test(compact) ? compact.slice(4) : text);
          },
          longest: (input) => input,
        },
};

/** card and iban. */
export const accountNumberSteps: readonly StepDefinition[] = [cardStep, ibanStep];
