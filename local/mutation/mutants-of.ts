/** The mutants of a source file: small mistakes that its tests should notice. */
import ts from "typescript";
import type { Mutant } from "./mutant.ts";
import { replacementsAt } from "./replacements.ts";

/**
 * All mutants of a file, in the order of its text. Types, imports and the names of properties stay as they are.
 *
 * @param file - the file's name relative to the project's folder, for messages
 * @example
 * ```ts
 * mutantsOf("a.ts", "export const next = (n: number) => n + 1;").map(({ replacement }) => replacement); // "undefined", "-", "2", "(0)"
 * ```
 */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
  const lines = text.split("\n");
  const mutants: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (isLeftAlone(node)) return;
    for (const replacement of replacementsAt(node, source)) {
      const start = replacement.node.getStart(source);
      const end = replacement.node.getEnd();
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      const original = text.slice(start, end);
      for (const other of replacement.texts) {
        if (other !== original)
          mutants.push({ file, start, end, line, lineText: (lines[line - 1] ?? "").trim(), original, replacement: other });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

function isLeftAlone(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  // The words of an error are held by its own test where they matter.
  if (ts.isThrowStatement(node)) return true;
  return parent !== undefined && ts.isPropertyAssignment(parent) && parent.name === node;
}
