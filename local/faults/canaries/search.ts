/** The search for canaries in bytes, in every form that a store or a text gives them. */
import { indexNeedles } from "../../refresh/leaks/needles.ts";
import type { Canary } from "./collect.ts";

/** A canary that was found: places, never a value. */
export interface Hit {
  /** Where production has it. */
  readonly place: string;
  /** Where it was found. */
  readonly where: string;
}

/** Looks for all canaries at once. */
export interface CanarySearch {
  readonly values: number;
  /** The places whose values stand in the bytes; each once. */
  in(bytes: Uint8Array): readonly string[];
}

/**
 * Makes the search.
 *
 * @example
 * ```ts
 * const search = searchFor([{ place: "billing customers.email", value: "zoe.bakerdun@ostwind.example" }]);
 * search.in(Buffer.from("to: zoe.bakerdun@ostwind.example")); // ["billing customers.email"]
 * ```
 */
export function searchFor(canaries: readonly Canary[]): CanarySearch {
  const forms = new Map<string, string>();
  for (const { place, value } of canaries) for (const form of formsOf(value)) if (!forms.has(form)) forms.set(form, place);
  const needles = [...forms.keys()];
  const places = [...forms.values()];
  const index = indexNeedles(needles);
  return {
    values: canaries.length,
    in(bytes) {
      const found = new Set<string>();
      index.scan(bytes, bytes.length, (needle) => void found.add(places[needle] ?? ""));
      return [...found];
    },
  };
}

/** As it is, inside JSON, inside JSON of a JSON text, inside JSON of ASCII letters (Python's), and in base64 (DynamoDB's bytes). */
function formsOf(value: string): string[] {
  const json = (text: string): string => JSON.stringify(text).slice(1, -1);
  const ascii = (text: string): string => text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const once = json(value);
  const base64 = Buffer.from(value).toString("base64").replace(/=+$/, "");
  return [...new Set([value, once, json(once), ascii(once), encodeURIComponent(value), base64])].filter(
    (form) => Buffer.byteLength(form) >= 8,
  );
}
