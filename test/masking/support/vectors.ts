/** The vectors of masking/v1, typed. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** One vector: a template, a value, and what every engine makes of it. */
export interface Vector {
  readonly note: string;
  readonly template: string;
  readonly value: string | null;
  readonly by?: string;
  readonly expected: string | null;
}

interface Vectors {
  readonly masterKeyHex: string;
  readonly subkeys: Record<string, string>;
  readonly lists: Record<string, string[]>;
  readonly vectors: Vector[];
}

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "vectors.json");

/** The file `vectors.json`. */
export const vectors: Vectors = JSON.parse(readFileSync(file, "utf8"));
