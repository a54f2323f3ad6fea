/** Prints JSON that Terraform's `templatefile` may read: tokens are interpolations, everything else is escaped. */
import { TemplateString } from "./template-string.ts";

/** What a `$` or `%` before a brace means to `templatefile` is undone; more of them before it would be ambiguous. */
const escapeInJson = (content: string): string =>
  content.replace(/[$%]+\{/g, (run) => {
    const sign = run.at(-2) ?? "";
    const before = [...run.slice(0, -2)].map(unicode).join("");
    return `${before}${sign}${sign}{`;
  });
const unicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
const content = (text: string): string => escapeInJson(JSON.stringify(text).slice(1, -1));

function printText(text: string | TemplateString): string {
  if (typeof text === "string") return `"${content(text)}"`;
  const parts = text.parts.map((part) =>
    // A sign right before a token would turn it into an escape.
    typeof part === "string" ? content(part).replace(/[$%]+$/, (signs) => [...signs].map(unicode).join("")) : `\${${part.token}}`,
  );
  return `"${parts.join("")}"`;
}

function print(value: unknown, indent: string): string {
  if (typeof value === "string" || value instanceof TemplateString) return printText(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((entry) => print(entry, inner))
    : Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => `${printText(key)}: ${print(entry, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return lines.length === 0 ? open + close : `${open}\n${lines.map((of) => inner + of).join(",\n")}\n${indent}${close}`;
}

/** The JSON text, two spaces deep, with a final newline; the same value gives the same bytes. */
export const printJson = (value: unknown): string => `${print(value, "")}\n`;
