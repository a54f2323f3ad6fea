/** `perm`: a keyed permutation of all digit strings of one length, so that distinct values stay distinct. */
import type { StepArgs } from "../definitions/index.ts";
import { type Mac, num } from "../keys.ts";
import { fallback, formatRoom } from "./format.ts";
import { digitsOf } from "./prepare.ts";
import { putDigits } from "./put-digits.ts";
import type { Step } from "./step.ts";

const rounds = 8;

/** Whether `perm` permutes this text; everything else is done as `format`. */
export function isPermutable(text: string, nonZero: boolean): boolean {
  if (!/^[0-9 +().#/-]*$/.test(text)) return false;
  const digits = digitsOf(text);
  return digits.length >= 2 && digits.length <= 30 && !(nonZero && digits.startsWith("0"));
}

/** Eight Feistel rounds over the decimal digits; they need not be a multiple of anything. */
export function permuteDigits(digits: string, mac: Mac): string {
  const n = digits.length;
  const u = Math.floor(n / 2);
  let a = digits.slice(0, u);
  let b = digits.slice(u);
  for (let round = 0; round < rounds; round++) {
    const width = round % 2 === 0 ? u : n - u;
    const modulus = 10 ** width;
    const c = (Number(a) + (num(mac(`${round}:${n}:${b}`)) % modulus)) % modulus;
    a = b;
    b = String(c).padStart(width, "0");
  }
  return a + b;
}

export const perm: Step<StepArgs<"perm">> = {
  compile: ({ nonZero }, context) => {
    const mac = context.keys.mac("perm", "");
    const otherwise = fallback("perm", context);
    return (text) => {
      if (!isPermutable(text, nonZero)) return otherwise(text);
      let digits = permuteDigits(digitsOf(text), mac);
      while (nonZero && digits.startsWith("0")) digits = permuteDigits(digits, mac);
      return putDigits(text, digits);
    };
  },
  room: ({ nonZero }, text) => {
    if (!isPermutable(text, nonZero)) return formatRoom(text);
    const n = digitsOf(text).length;
    return nonZero ? Math.log2(9) + (n - 1) * Math.log2(10) : n * Math.log2(10);
  },
};
