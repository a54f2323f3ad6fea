/** What the workflows say by hand, outside of the language: counted and listed by every build. */
import type { AnyWorkflow } from "../../../workflows/kit/index.ts";

const LONGEST = 100;

/** On one line, cut where it is long. */
function short(source: string): string {
  const line = source.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

/** The lines for one workflow: none when nothing is written by hand. */
export function handwrittenLines({ name, escapes }: Pick<AnyWorkflow, "name" | "escapes">): readonly string[] {
  if (escapes.length === 0) return [];
  const places = escapes.length === 1 ? "1 place is" : `${escapes.length} places are`;
  return [
    `${name}: ${places} written by hand.`,
    ...escapes.map(({ state, language, source }) => `  ${state}: ${language}: ${short(source)}`),
  ];
}
