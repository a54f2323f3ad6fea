/** `allowedPattern`: a regular expression of Java's, which knows lookaheads that a linear-time engine does not. */
import { runInNewContext } from "node:vm";
import { RE2JS } from "re2js";

/** Milliseconds after which a pattern counts as not matched: its backtracking would never end. */
const patience = 100;

/**
 * Whether a text matches somewhere, as AWS compares.
 *
 * @throws SyntaxError when the pattern is no regular expression
 * @example matches("^(?!aws).*$", "mine") // true
 */
export function matches(pattern: string, text: string): boolean {
  let linear: RE2JS | undefined;
  try {
    linear = RE2JS.compile(pattern);
  } catch {
    // A lookahead or a back reference; the other engine may know it.
  }
  if (linear) return linear.matcher(text).find();
  const expression = new RegExp(pattern);
  try {
    return runInNewContext("expression.test(text)", { expression, text }, { timeout: patience }) === true;
  } catch {
    return false;
  }
}
