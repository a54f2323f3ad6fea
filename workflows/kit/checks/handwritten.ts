/** JSONata that was written by hand parses; JSONPath is parsed where it is rendered. */
import jsonata from "jsonata";
import { handwrittenIn } from "../build/escapes.ts";
import { allStates } from "../build/storage.ts";
import { expression, type HandwrittenNode, printExpression } from "../expressions/index.ts";
import type { Checked } from "./problem.ts";

/** The source as the parser sees it: what a hole will hold is some variable. */
const sample = ({ parts }: HandwrittenNode): string =>
  parts.map((part) => (typeof part === "string" ? part : part.kind === "literal" ? JSON.stringify(part.value) : "$hole")).join("");

/** The parser's words, or nothing when it parses. */
function complaint(source: string): string | undefined {
  try {
    jsonata(source);
    return undefined;
  } catch (error) {
    return (error as { message?: unknown }).message === undefined ? String(error) : String((error as { message: unknown }).message);
  }
}

/** Checks every expression in JSONata. */
export function checkHandwritten({ top, report }: Checked): void {
  for (const state of allStates(top)) {
    for (const node of handwrittenIn(state)) {
      const problem = node.language === "JSONata" ? complaint(sample(node)) : undefined;
      if (problem === undefined) continue;
      report(`${printExpression(expression(node))} is no JSONata: ${problem.replace(/\.?$/, ".")}`, state.name, "Correct the expression.");
    }
  }
}
