/** `perm`: a keyed permutation of all digit strings of one length, so that distinct values stay distinct. */
import { type Mac, num } from "../keys.ts";
import { fallback, formatRoom, formatSubkey } from "./format.ts";
import type { StepDefinition } from "./step.ts";

const rounds = 8;

/** Whether `perm` permutes this text; everything else is done as `format`. */
export function isPermutable(text: string, nonZero: boolean): boolean {
  if (!/^[0-9 +().#/-]*$/.test(text)) return false;
  const digits = text.replace(/[^0-9]+/g, "");
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

/** perm, perm:nz. */
export const permStep: StepDefinition = {
  name: "perm",
  usage: "perm or perm:nz (the result begins with no zero)",
  bind: (args) => {
    if (args.length > 1 || (args.length === 1 && args[0] !== "nz")) return undefined;
    const nonZero = args.length === 1;
    return {
      masks: true,
      subkeys: [{ function: "perm", domain: "" }, formatSubkey],
      compile: (context) => {
        const mac = context.keys.mac("perm", "");
        const otherwise = fallback("perm", context);
        return (text) => {
          if (!isPermutable(text, nonZero)) return otherwise(text);
          let digits = permuteDigits(text.replace(/[^0-9]+/g, ""), mac);
          while (nonZero && digits.startsWith("0")) digits = permuteDigits(digits, mac);
          let next = 0;
          return text.replace(/[0-9]/g, () => digits.charAt(next++));
        };
      },
      room: (text) => {
        if (!isPermutable(text, nonZero)) return formatRoom(text);
        const n = text.replace(/[^0-9]+/g, "").length;
        return nonZero ? Math.log2(9) + (n - 1) * Math.log2(10) : n * Math.log2(10);
      },
      longest: (input) => input,
    };
  },
};
