/** What is mutated, and which tests should notice. */
import type { Mutant } from "./mutant.ts";

/** Mutants that no test can tell from the source. */
export interface Equivalent {
  readonly file: string;
  /** The line that they stand on, or a part of it. */
  readonly line: string;
  /** The text that was replaced, and its replacements. */
  readonly original: string;
  readonly replacements: readonly string[];
  readonly why: string;
}

/** Whether a row of the table is about a mutant. */
export function isAbout(row: Equivalent, mutant: Mutant): boolean {
  return (
    mutant.file.endsWith(`/${row.file}`) &&
    mutant.lineText.includes(row.line) &&
    mutant.original === row.original &&
    row.replacements.includes(mutant.replacement)
  );
}

/** A room's own suite; files are relative to the project's folder. */
export interface Suite {
  readonly name: string;
  /** A file, or a folder that ends in `/`, whose TypeScript files are all meant. */
  readonly sources: readonly string[];
  /** Test files of one process: no server, no other program. */
  readonly tests: readonly string[];
  /** Packages that the tests need and that Node can only import. */
  readonly packages?: readonly string[];
  readonly equivalents: readonly Equivalent[];
}
