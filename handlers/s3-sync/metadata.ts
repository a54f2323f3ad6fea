/** What of an object's metadata, tags and headers goes along with a masked object; pure. */
import { compileTemplate, type MaskingKeys, templateKind } from "../masking/engine/index.ts";
import { collectorOf, type FingerprintSet } from "../masking/prove/index.ts";
import { findRule, type Rules, tablesOfKey } from "../masking/rules/index.ts";
import { taggingOf } from "../shared/tagging.ts";

/** The object, and with what it is masked. */
export interface ObjectFacts {
  readonly key: string;
  readonly service: string;
  readonly rules: Rules;
  readonly keys: MaskingKeys;
  /** Takes the fingerprints of what was masked. */
  readonly originals?: FingerprintSet;
}

/** Something that does not go along, by its name, and why. */
export interface Dropped {
  readonly name: string;
  readonly why: string;
}

// What S3 carries in a header, and what it takes as a tag's value.
const inHeader = /^[\x20-\x7e]{0,2048}$/;
const inTag = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** User metadata by its rules: kept, masked, or dropped when no rule declares it. */
export function maskMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
  about: ObjectFacts,
): { readonly metadata: Record<string, string>; readonly dropped: readonly Dropped[]; readonly matched: readonly string[] } {
  const { kept, dropped, matched } = maskNamed(Object.entries(metadata ?? {}), about, { kind: "metadata", fits: inHeader });
  return { metadata: Object.fromEntries(kept), dropped, matched };
}

/** Tags by the same rules, as PutObject takes them; undefined when none is left. */
export function maskTags(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
  about: ObjectFacts,
): { readonly tagging: string | undefined; readonly dropped: readonly Dropped[]; readonly matched: readonly string[] } {
  const named = tags.map(({ Key = "", Value = "" }): [string, string] => [Key, Value]);
  const { kept, dropped, matched } = maskNamed(named, about, { kind: "tag", fits: inTag });
  return { tagging: taggingOf(kept.map(([Key, Value]) => ({ Key, Value }))), dropped, matched };
}

function maskNamed(
  named: readonly (readonly [string, string])[],
  { key, service, rules, keys, originals }: ObjectFacts,
  { kind, fits }: { readonly kind: string; readonly fits: RegExp },
): { kept: [string, string][]; dropped: Dropped[]; matched: string[] } {
  const kept: [string, string][] = [];
  const dropped: Dropped[] = [];
  const matched: string[] = [];
  const drop = (name: string, why: string): void =>
    void dropped.push({ name: `${kind} ${/^[a-z][a-z_-]{0,39}$/i.test(name) ? name : "*"}`, why });
  for (const [name, value] of named) {
    const rule = findRule(rules, { service, table: tablesOfKey(key), column: name });
    if (rule === undefined) {
      drop(name, "no rule declares it");
      continue;
    }
    matched.push(rule.name);
    if (templateKind(rule.template) === "keep") {
      kept.push([name, value]);
      continue;
    }
    const masked = compileTemplate(rule.template, { keys, lists: rules.lists })(value);
    if (masked === null) continue;
    if (!fits.test(masked)) {
      drop(name, "its masked value has characters that S3 does not take there");
      continue;
    }
    kept.push([name, masked]);
    if (originals !== undefined) collectorOf(rule.template, keys, rules.lists)(originals, value);
  }
  return { kept, dropped, matched };
}

/** The headers that an object was written with. */
export interface Headers {
  readonly ContentType?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly ExpiresString?: string | undefined;
}

/** The headers that say nothing of a person. */
export function keptHeaders(headers: Headers): { ContentType?: string; CacheControl?: string; ContentLanguage?: string; Expires?: Date } {
  const { ContentType, CacheControl, ContentLanguage, ExpiresString } = headers;
  // Of a type's parameters only the charset: another one, `name`, is a file's name.
  const [, type, charset = ""] = /^\s*([\w.+-]+\/[\w.+-]+)(?:.*?(;\s*charset="?[\w-]+"?))?/is.exec(ContentType ?? "") ?? [];
  const expires = new Date(ExpiresString ?? "");
  return {
    ...(type === undefined ? {} : { ContentType: `${type}${charset}` }),
    ...(CacheControl === undefined ? {} : { CacheControl }),
    ...(ContentLanguage === undefined ? {} : { ContentLanguage }),
    ...(Number.isNaN(expires.getTime()) ? {} : { Expires: expires }),
  };
}

/** The headers that name files or objects: no rule can declare them, so they stay behind. */
export function droppedHeaders({ ContentDisposition, WebsiteRedirectLocation }: Headers): Dropped[] {
  const why = "it can name a file or an object";
  return [
    ...(ContentDisposition === undefined ? [] : [{ name: "header content-disposition", why }]),
    ...(WebsiteRedirectLocation === undefined ? [] : [{ name: "header website-redirect-location", why }]),
  ];
}
