/** Mutants of the masking steps that no test can tell from the source. */
import type { Equivalent } from "../suite.ts";

const index = "TypeScript asks for a value where the index is always within bounds";
const beyond = "an index beyond either end gives no character, which counts as nothing";
const runs = "replacing letters one by one gives what replacing runs of them gives";

/** The table. */
export const engineEquivalents: readonly Equivalent[] = [
  { file: "account-numbers.ts", line: "for (let i = 0; i < digits.length", original: "<", replacements: ["<="], why: beyond },
  { file: "account-numbers.ts", line: "for (let i = 0; i < digits.length", original: "0", replacements: ["(-1)"], why: beyond },
  { file: "choose.ts", line: "const item =", original: 'items[at] ?? ""', replacements: ["items[at]"], why: index },
  { file: "choose.ts", line: "const item =", original: '""', replacements: ['"mutant"'], why: index },
  {
    file: "choose.ts",
    line: "return item === text",
    original: 'items[(at + 1) % items.length] ?? ""',
    replacements: ["items[(at + 1) % items.length]"],
    why: index,
  },
  { file: "choose.ts", line: "return item === text", original: '""', replacements: ['"mutant"'], why: index },
  {
    file: "choose.ts",
    line: "room: ({ list }",
    original: "lists.get(list)?.length ?? 1",
    replacements: ["lists.get(list)?.length"],
    why: "a room that is no number is none",
  },
  { file: "choose.ts", line: "room: ({ list }", original: "1", replacements: ["(0)"], why: "a room that is no number is none" },
  { file: "format.ts", line: "String.fromCharCode(65", original: "-", replacements: ["+"], why: "65 + 65 is a multiple of 26" },
  { file: "format.ts", line: 'let bytes = ""', original: '""', replacements: ['"mutant"'], why: "the first character sets it" },
  {
    file: "format.ts",
    line: "masked += moveCodePoint",
    original: "character.codePointAt(0) ?? 0",
    replacements: ["character.codePointAt(0)"],
    why: index,
  },
  { file: "format.ts", line: "masked += moveCodePoint", original: "0", replacements: ["1", "(-1)"], why: index },
  { file: "format.ts", line: "for (let i = 0; i < text.length", original: "<", replacements: ["<="], why: beyond },
  { file: "format.ts", line: "for (let i = 0; i < text.length", original: "0", replacements: ["(-1)"], why: beyond },
  { file: "prepare.ts", line: "while (start < end", original: "<", replacements: ["<="], why: beyond },
  {
    file: "prepare.ts",
    line: "while (end > start",
    original: ">",
    replacements: [">="],
    why: "where all is blank, one more step back leaves nothing as well",
  },
  {
    file: "prepare.ts",
    line: "if (!/[^ -~]/.test(text))",
    original: "!/[^ -~]/.test(text)",
    replacements: ["false"],
    why: "the short way is for speed",
  },
  { file: "prepare.ts", line: "/[A-Z]+/g", original: "/[A-Z]+/g", replacements: ["/[A-Z]/g"], why: runs },
  { file: "prepare.ts", line: "/[a-z]+/g", original: "/[a-z]+/g", replacements: ["/[a-z]/g"], why: runs },
  { file: "prepare.ts", line: "/[^0-9]+/g", original: "/[^0-9]+/g", replacements: ["/[^0-9]/g"], why: runs },
  { file: "prepare.ts", line: "text.split(separator)", original: ">", replacements: [">="], why: "no piece has the number 0" },
  { file: "prepare.ts", line: "text.split(separator)", original: "0", replacements: ["(-1)"], why: "no piece has the number 0" },
  {
    file: "reveal.ts",
    line: "const isHigh",
    original: "0xdbff",
    replacements: ["56320"],
    why: "no code point begins with a low surrogate",
  },
  {
    file: "reveal.ts",
    line: "const isLow",
    original: "0xdc00",
    replacements: ["(56319)"],
    why: "no code point ends with a high surrogate",
  },
  {
    file: "reveal.ts",
    line: "if (text.length > 2 * count)",
    original: "text.length > 2 * count",
    replacements: ["false"],
    why: "the short way is for speed",
  },
  { file: "reveal.ts", line: "if (text.length > 2 * count)", original: "2", replacements: ["3"], why: "the short way is for speed" },
  { file: "step.ts", line: "room: () => 0", original: "0", replacements: ["undefined"], why: "a room that is no number is none" },
  { file: "step.ts", line: "for (let i = 0; i < text.length", original: "<", replacements: ["<="], why: beyond },
  { file: "step.ts", line: "for (let i = 0; i < text.length", original: "0", replacements: ["(-1)"], why: beyond },
];
