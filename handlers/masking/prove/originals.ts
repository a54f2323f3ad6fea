/** Which original values the proof looks for everywhere, and when an unchanged value is no leak. */
import {
  compileRoom,
  compileTemplate,
  fingerprint,
  type Lists,
  type MaskingKeys,
  pipelines,
  provableRoom,
  type Template,
  templateKind,
} from "../engine/index.ts";

/** The fingerprint of an original value whose rule left it room enough; undefined for all others. */
export type Original = (value: string) => string | undefined;

/**
 * Fingerprints originals of one template: those with a room of 2^40 or more.
 *
 * @example
 * ```ts
 * const original = originalsOf(parseTemplate("{{hash}}"), keys, rules.lists);
 * const found = original("ana@corp.example"); if (found !== undefined) set.add(found);
 * ```
 */
export function originalsOf(template: Template, keys: MaskingKeys, lists: Lists): Original {
  const bits = compileRoom(template, lists);
  return (value) => (bits(value) >= provableRoom ? fingerprint(keys, value) : undefined);
}

/**
 * Whether the rule explains that a value is the same before and after, in its own place: it says `keep`, it leaves nothing to
 * change (`redact` of `--`, `year` of a January 1st), or it permutes and met a fixed point. What never returns its input
 * (`format`, `pick`, `int`, `date`, …) explains nothing.
 */
export function isExplained(template: Template, value: string, keys: MaskingKeys, lists: Lists): boolean {
  if (value === "" || templateKind(template) === "keep") return true;
  if (compileTemplate(template, { keys, lists })(value, () => null) !== value) return false;
  const permutes = pipelines(template).some((part) => part.steps.at(-1)?.name === "perm");
  return permutes || compileRoom(template, lists)(value) === 0;
}
