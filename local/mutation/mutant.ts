/** One change to one source file. */
export interface Mutant {
  /** The file, relative to the project's folder, with `/`. */
  readonly file: string;
  /** Offsets of the text that is replaced. */
  readonly start: number;
  readonly end: number;
  /** The line of `start`, from 1. */
  readonly line: number;
  /** What stands on that line, without the blanks about it. */
  readonly lineText: string;
  readonly original: string;
  readonly replacement: string;
}

/** The source with the change made. */
export function mutated(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

/** The mutant in one line: `steps/hash.ts:9 4 * digits → 5 * digits`. */
export function sentence({ file, line, original, replacement }: Mutant): string {
  const short = (text: string): string => {
    const oneLine = text.replace(/\s+/g, " ");
    return oneLine.length > 60 ? `${oneLine.slice(0, 59)}…` : oneLine;
  };
  return `${file}:${line}  ${short(original)}  →  ${short(replacement) || "(nothing)"}`;
}
