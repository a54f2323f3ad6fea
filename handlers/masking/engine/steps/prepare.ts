/** The steps that prepare a value, and `keep`: they do not mask. */
import { type BoundStep, integer, type StepDefinition } from "./step.ts";

const plain = (name: string, change: (text: string) => string): StepDefinition => ({
  name,
  usage: name,
  bind: (args) => (args.length === 0 ? preparing(change) : undefined),
});

const preparing = (change: (text: string) => string): BoundStep => ({
  masks: false,
  subkeys: [],
  compile: () => change,
  room: () => 0,
  longest: (input) => input,
});

const blank = (unit: number): boolean => unit === 32 || unit === 9 || unit === 10 || unit === 13;

/** Takes space, tab, CR and LF from both ends. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && blank(text.charCodeAt(start))) start++;
  while (end > start && blank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A-Z to a-z and nothing else: other letters differ between JavaScript, Python and PostgreSQL. */
export function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** a-z to A-Z and nothing else. */
export function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

const part: StepDefinition = {
  name: "part",
  usage: "part:SEP:N (N is 1, 2, … or -1, -2, … from the end)",
  bind: (args) => {
    // A colon may be the separator itself: `part:::2`.
    const separator = args.slice(0, -1).join(":");
    const n = integer(args.at(-1), -10_000, 10_000);
    if (args.length < 2 || separator === "" || n === undefined || n === 0) return undefined;
    return preparing((text) => text.split(separator).at(n > 0 ? n - 1 : n) ?? "");
  },
};

/** trim, lower, upper, nfc, digits, local, domain, part and keep. */
export const preparingSteps: readonly StepDefinition[] = [
  plain("trim", trim),
  plain("lower", lower),
  plain("upper", upper),
  // A composed form is at most three times as long, for a few composition exclusions.
  {
    name: "nfc",
    usage: "nfc",
    bind: (args) => (args.length === 0 ? { ...preparing((text) => text.normalize("NFC")), longest: (input) => 3 * input } : undefined),
  },
  plain("digits", (text) => text.replace(/[^0-9]+/g, "")),
  plain("local", (text) => (text.includes("@") ? text.slice(0, text.lastIndexOf("@")) : text)),
  plain("domain", (text) => (text.includes("@") ? text.slice(text.lastIndexOf("@") + 1) : "")),
  part,
  plain("keep", (text) => text),
];
