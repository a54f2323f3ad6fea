/** Masks the key of an object: what could name a customer is hashed, what only orders objects stays. */
import { compileTemplate, type MaskingKeys, parseTemplate, pipelines, type Template } from "../masking/engine/index.ts";
import { collectorOf, type FingerprintSet } from "../masking/prove/index.ts";
import { findPrefix, findRule, plainName, type Rules, tablesOfKey } from "../masking/rules/index.ts";

/** Masks the keys of one service's objects. */
export interface KeyMasker {
  /**
   * The key under which the object is staged and published; `changed` when it is another one. `rule` is the one for `object_key`.
   *
   * @param originals - takes the fingerprints of what was masked
   */
  mask(key: string, originals?: FingerprintSet): { readonly key: string; readonly changed: boolean; readonly rule?: string };
}

/** The column by which rules speak of an object's key: `crm/avatars.object_key`. */
export const keyColumn = "object_key";

const hash = parseTemplate("{{hash}}");
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const moment = /^(?:19|20)\d\d-?[01]\d(?:-?[0-3]\d(?:T[0-2]\d[:-]?[0-5]\d(?:[:-]?[0-5]\d)?(?:\.\d{1,6})?Z?)?)?$/i;
// Longer numbers are phone, card or customer numbers.
const shortNumber = /^\d{1,8}$/;
const folder = /^[a-z][a-z_-]{0,39}$/i;
const partition = /^(?:year|month|day|hour|date|dt|part|partition|version|v)=(.+)$/i;
// Words that say how objects are ordered, in any service.
const orderWords = new Set(
  "all archive backup batch chunk current daily data delta events export exports file full hourly index latest log logs manifest monthly page part snapshot v weekly yearly".split(
    " ",
  ),
);

/**
 * A masker for the keys of a service's objects. The service, its first folders (they are what tables are elsewhere) and the
 * names of the rules' tables stay; so do dates, short numbers, and everything below a prefix that is declared harmless. All
 * else is hashed, piece by piece, like the values that it may come from; or masked by the rule for `object_key`, which also
 * goes before a harmless prefix: the prefix says what objects hold, not what they are called.
 */
export function createKeyMasker(service: string, rules: Rules, keys: MaskingKeys): KeyMasker {
  const byHash = replacer(hash, rules, keys);
  const ids = uuidTemplate(service, rules);
  const byId = ids === undefined ? undefined : replacer(ids, rules, keys);
  const words = new Set([...orderWords, ...tableWords(rules)]);
  const byRule = new Map<Template, Replace>();
  const ruleOf = (key: string): { readonly replace: Replace; readonly name: string } | undefined => {
    const rule = findRule(rules, { service, table: tablesOfKey(key), column: keyColumn });
    if (rule === undefined) return undefined;
    const replace = byRule.get(rule.template) ?? replacer(rule.template, rules, keys);
    byRule.set(rule.template, replace);
    return { replace, name: rule.name };
  };
  return {
    mask(key, originals) {
      const { replace, name: rule } = ruleOf(key) ?? {};
      const harmless = findPrefix(rules, key)?.key;
      if (harmless !== undefined && replace === undefined) return { key, changed: false };
      const piece = (text: string): string => {
        if (text === "" || isOrder(text, words)) return text;
        if (replace !== undefined) {
          const masked = replace(text, originals);
          // A key has no place for nothing, and a slash would make two pieces of one.
          return masked === "" || masked.includes("/") ? byHash(text, originals) : masked;
        }
        if (!uuid.test(text)) return byHash(text, originals);
        return byId === undefined ? text : byId(text.toLowerCase(), originals);
      };
      const [head = "", ...pieces] = key.split("/");
      const name = pieces.pop();
      if (name === undefined) return { key, changed: false };
      const fixed = harmless?.kind === "prefix" ? harmless.prefix.split("/").length - 2 : 0;
      const folders = pieces.map((text, i) => (i < fixed || (i === 0 && folder.test(text)) ? text : piece(text)));
      const { stem, extension } = splitName(name);
      const masked = [head, ...folders, `${piece(stem)}${extension}`].join("/");
      return { key: masked, changed: masked !== key, ...(rule === undefined ? {} : { rule }) };
    },
  };
}

type Replace = (text: string, originals: FingerprintSet | undefined) => string;

function replacer(template: Template, rules: Rules, keys: MaskingKeys): Replace {
  const mask = compileTemplate(template, { keys, lists: rules.lists });
  const collect = collectorOf(template, keys, rules.lists);
  return (text, originals) => {
    if (originals !== undefined) collect(originals, text);
    return mask(text) ?? "";
  };
}

/** A name and its extension of letters and digits; that of packing and the one before it are one (`.csv.gz`). */
export function splitName(name: string): { stem: string; extension: string } {
  const [, stem = name, extension = ""] =
    /^(.+?)((?:\.[a-z][a-z0-9]{0,7})?\.(?:gz|zst|bz2|xz|br|zip|snappy|lz4)|\.[a-z][a-z0-9]{0,7})$/i.exec(name) ?? [];
  return { stem, extension };
}

/** Whether a piece of a key is a date, a short number, a partition of these, or words that only order objects with at most one of these. */
export function isOrder(text: string, words: ReadonlySet<string> = orderWords): boolean {
  if (moment.test(text) || shortNumber.test(text)) return true;
  const value = partition.exec(text)?.[1];
  if (value !== undefined) return moment.test(value) || shortNumber.test(value);
  let rest = text.toLowerCase();
  for (;;) {
    const word = /^[a-z]+/.exec(rest)?.[0];
    if (word === undefined || !words.has(word)) return false;
    rest = rest.slice(word.length);
    if (rest === "") return true;
    const separated = /^[-_]/.test(rest);
    if (separated) rest = rest.slice(1);
    if (moment.test(rest) || shortNumber.test(rest)) return true;
    if (!separated) return false;
  }
}

function tableWords(rules: Rules): string[] {
  return rules.rules.flatMap(({ key }) =>
    key.kind === "column" && key.names.length > 1
      ? plainName(key.names[0] ?? "")
          .toLowerCase()
          .split("_")
      : [],
  );
}

// Where the rules mask the service's uuids in rows, those in keys follow, so that they still name each other.
function uuidTemplate(service: string, rules: Rules): Template | undefined {
  const found = rules.rules.find(({ template, scope, key }) => {
    const [part, ...more] = pipelines(template);
    const owner = scope ?? (key.kind === "column" ? key.service : undefined);
    return (
      more.length === 0 &&
      template.parts.length === 1 &&
      part?.steps.length === 1 &&
      part.steps[0]?.name === "uuid" &&
      (owner === undefined || owner === service)
    );
  });
  return found?.template;
}
