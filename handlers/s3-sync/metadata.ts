/** What of an object's metadata goes along with a masked object. */
import { compileTemplate, type MaskingKeys, templateKind } from "../masking/engine/index.ts";
import { findRule, type Rules, tablesOfKey } from "../masking/rules/index.ts";

/** Metadata that may go along, and the names of what may not. */
export interface MaskedMetadata {
  readonly metadata: Record<string, string>;
  readonly dropped: readonly string[];
}

/** User metadata by its rules: kept, masked, or dropped when no rule declares it. */
export function maskMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
  about: { readonly key: string; readonly service: string; readonly rules: Rules; readonly keys: MaskingKeys },
): MaskedMetadata {
  const kept: Record<string, string> = {};
  const dropped: string[] = [];
  const { service, rules, keys } = about;
  for (const [name, value] of Object.entries(metadata ?? {})) {
    const rule = findRule(rules, { service, table: tablesOfKey(about.key), column: name });
    const masked = rule === undefined ? null : compileTemplate(rule.template, { keys, lists: rules.lists })(value);
    if (rule !== undefined && templateKind(rule.template) === "keep") kept[name] = value;
    else if (masked !== null) kept[name] = masked;
    else if (rule === undefined) dropped.push(/^[a-z][a-z_-]{0,39}$/.test(name) ? name : "*");
  }
  return { metadata: kept, dropped };
}

const headers = ["ContentType", "CacheControl", "ContentLanguage"] as const;

/** The system metadata that says nothing of a person; ContentDisposition, which names files, is none of it. */
export function systemMetadata(
  object: Partial<Record<(typeof headers)[number], string | undefined>>,
): Partial<Record<(typeof headers)[number], string>> {
  return Object.fromEntries(headers.flatMap((name) => (object[name] === undefined ? [] : [[name, object[name]]])));
}
