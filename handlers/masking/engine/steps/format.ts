/** `format`: every letter and digit moves within its alphabet; it is also what other steps fall back to. */
import { byteAt, type Mac } from "../keys.ts";
import { isDomain, type StepContext, type StepDefinition, type SubkeyName } from "./step.ts";

/** The sub-key of `format` with the empty domain, which every fallback uses. */
export const formatSubkey: SubkeyName = { function: "format", domain: "" };

const perBlock = 32;

/** Moves one code point by a byte of the keyed hash. */
export function moveCodePoint(point: number, byte: number): string {
  if (point >= 48 && point <= 57) return String((point - 48 + 1 + (byte % 9)) % 10);
  if (point >= 65 && point <= 90) return String.fromCharCode(65 + ((point - 65 + 1 + (byte % 25)) % 26));
  if (point >= 97 && point <= 122) return String.fromCharCode(97 + ((point - 97 + 1 + (byte % 25)) % 26));
  return point > 0x7f ? "x" : String.fromCharCode(point);
}

/** The whole text moved by the blocks of its own keyed hash. */
export function formatText(text: string, mac: Mac): string {
  let masked = "";
  let index = 0;
  let bytes = "";
  for (const character of text) {
    const at = index % perBlock;
    if (at === 0) bytes = mac(index === 0 ? text : `${text}\u001f${index / perBlock}`);
    masked += moveCodePoint(character.codePointAt(0) ?? 0, byteAt(bytes, at));
    index++;
  }
  return masked;
}

/** The bits that `format` can give this text: 25 results a letter and 9 a digit. */
export function formatRoom(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 48 && unit <= 57) bits += Math.log2(9);
    else if ((unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)) bits += Math.log2(25);
  }
  return bits;
}

/** What a step does with a text outside its domain. */
export function fallback(step: string, context: StepContext): (text: string) => string {
  const mac = context.keys.mac("format", "");
  return (text) => {
    context.onFallback?.(step);
    return formatText(text, mac);
  };
}

/** format, format:DOMAIN. */
export const formatStep: StepDefinition = {
  name: "format",
  usage: "format or format:DOMAIN",
  bind: (args) => {
    if (args.length > 1 || (args.length === 1 && !isDomain(args[0]))) return undefined;
    const domain = args[0] ?? "";
    return {
      masks: true,
      subkeys: [{ function: "format", domain }],
      compile: ({ keys }) => {
        const mac = keys.mac("format", domain);
        return (text) => formatText(text, mac);
      },
      room: formatRoom,
      longest: (input) => input,
    };
  },
};
