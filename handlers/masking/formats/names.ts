/** Names of members: which of them look like data, and what is written in their place. */
import { compileTemplate, type MaskingKeys, parseTemplate } from "../engine/index.ts";
import { collectorOf, type FingerprintSet } from "../prove/index.ts";
import type { Rules } from "../rules/index.ts";

const plainName = /^[\p{L}_$@][\p{L}\p{N}_$.:/ -]{0,63}$/u;
const harmlessName = /^(?:[0-9]{1,6}|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)$/;
const nameTemplate = parseTemplate("{{hash}}");

/** Gives a name's replacement, undefined for a name that is one. */
export type MaskName = (path: readonly string[], name: string) => string | undefined;

/** Masks names that look like data by `hash`; those below the first level are originals that the proof looks for. */
export function nameMasker(keys: MaskingKeys, rules: Rules, originals: FingerprintSet | undefined): MaskName {
  const mask = compileTemplate(nameTemplate, { keys });
  const collect = collectorOf(nameTemplate, keys, rules.lists);
  return (path, name) => {
    if ((plainName.test(name) && !/.@|[0-9]{7}/.test(name)) || harmlessName.test(name) || name === "") return undefined;
    if (originals !== undefined && path.length > 0) collect(originals, name);
    return mask(name) ?? undefined;
  };
}
