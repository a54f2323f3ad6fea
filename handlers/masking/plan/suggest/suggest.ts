/** Suggests a rule for a place that has none, by its name and by the shape of its values. */
import { collisionOf, isForNumbers, misfit, safeName } from "../../decide/index.ts";
import { parseTemplate, type Template } from "../../engine/index.ts";
import { printKey, type Rules } from "../../rules/index.ts";
import type { PlaceFacts } from "../facts.ts";
import { type Named, namedBy } from "./named.ts";
import { shapeOfMost } from "./shapes.ts";

/** A rule that somebody may take over after a look: `"rule": "template"`. It holds no value. */
export interface Suggestion {
  readonly rule: string;
  readonly template: string;
  /** What it comes from. */
  readonly because: string;
}

// The first that fits the column; none for what redaction serves best.
const templates: Readonly<Record<Named, readonly string[]>> = {
  "e-mail address": ["test+{{lower|hash}}@example.com", "{{lower|hash}}", "{{format}}"],
  "phone number": ["{{format}}", "{{perm:nz}}"],
  "social security number": ["XXX-XX-{{last:4}}", "{{format}}", "{{perm:nz}}"],
  "card number": ["{{card}}", "{{perm:nz}}"],
  IBAN: ["{{iban}}"],
  "account number": ["{{format}}", "{{perm:nz}}"],
  "IP address": ["{{ip}}"],
  uuid: ["{{uuid}}"],
  date: ["{{year}}", "{{date:30}}"],
  "person's name": ["{{format}}"],
  "postal address": ["{{format}}"],
  secret: ["{{hash:32}}", "{{hash}}", "{{format}}"],
  "free text": ["{{redact}}"],
};

/** A suggestion; undefined when neither name nor values say anything, or nothing that is known fits. */
export function suggest(facts: PlaceFacts, rules: Rules): Suggestion | undefined {
  const names = [facts.table, facts.name, ...(facts.path ?? [])];
  if (names.some((name) => safeName(name) === "*")) return undefined;
  const found = compositeKey(facts, rules) ?? kindOfValues(facts);
  if (found === undefined) return undefined;
  const { named, because } = found;
  const usual = named === undefined ? [] : usualTemplates(named, rules);
  const known = named === undefined ? [found.template] : templates[named];
  const template = [...usual, ...known].find((text) => fits(facts, parseTemplate(text), rules));
  if (template === undefined) return undefined;
  const also = usual.includes(template) ? "; other columns of its kind have this template, so that they still join" : "";
  const rule = printKey({ kind: "column", service: undefined, names, condition: undefined });
  return Object.freeze({ rule, template, because: `${because}${also}` });
}

function fits(facts: PlaceFacts, template: Template, rules: Rules): boolean {
  if (facts.kinds === undefined)
    return misfit(facts, template, rules) === undefined && collisionOf(facts, template.text, rules) === undefined;
  return facts.kinds.includes("text") || (facts.kinds.includes("number") && isForNumbers(template));
}

// Values speak louder than names: a column `contact` with e-mail addresses is one of e-mail addresses.
function kindOfValues({ name, path, samples = [] }: PlaceFacts): { named: Named; because: string } | undefined {
  const shaped = shapeOfMost(samples);
  if (shaped !== undefined)
    return { named: shaped.shape, because: `${shaped.of} of ${shaped.in} sampled values look like ${plural(shaped.shape)}` };
  const named = namedBy(path?.at(-1) ?? name);
  return named === undefined ? undefined : { named, because: `its name says ${named}` };
}

// `CUSTOMER#ana@corp.example`: the word stays, and what follows gets what it would get by itself.
function compositeKey({ samples = [] }: PlaceFacts, rules: Rules): { named?: undefined; template: string; because: string } | undefined {
  const filled = samples.filter((sample) => sample !== "");
  const values = filled.flatMap((sample) => /^[A-Z][A-Z_]{1,30}#([^#]+)$/.exec(sample)?.[1] ?? []);
  if (values.length === 0 || values.length < filled.length * mostly) return undefined;
  const shape = shapeOfMost(values)?.shape;
  const inner = shape === undefined ? "{{hash}}" : ([...usualTemplates(shape, rules), ...templates[shape]][0] ?? "{{hash}}");
  return {
    template: `{{part:#:1}}#${inner.replaceAll("{{", "{{part:#:2|")}`,
    because: `${values.length} of ${filled.length} sampled values are a word, # and ${shape === undefined ? "something" : `what looks like ${article(shape)}`}`,
  };
}

const mostly = 0.8;
const article = (shape: string): string => `${/^[aeiI]/.test(shape) ? "an" : "a"} ${shape}`;
const plural = (shape: string): string => (shape === "person's name" ? "people's names" : shape.endsWith("s") ? `${shape}es` : `${shape}s`);

const known = new WeakMap<Rules, ReadonlyMap<Named, readonly string[]>>();
const mostUsual = 5;

// What the rules give to columns whose names say the same: only with the same template do equal values stay equal.
function usualTemplates(named: Named, rules: Rules): readonly string[] {
  const byName = known.get(rules) ?? templatesByName(rules);
  known.set(rules, byName);
  return byName.get(named) ?? [];
}

function templatesByName({ rules }: Rules): ReadonlyMap<Named, readonly string[]> {
  const found = new Map<Named, string[]>();
  for (const { key, template } of rules) {
    const { text } = template;
    if (key.kind === "prefix" || key.condition !== undefined || text === "{{keep}}" || text === "{{null}}") continue;
    const named = namedBy(key.names.at(-1) ?? "");
    if (named === undefined) continue;
    const texts = found.get(named) ?? [];
    if (texts.length < mostUsual && !texts.includes(text)) texts.push(text);
    found.set(named, texts);
  }
  return found;
}

const mostPrinted = 400;

/**
 * A suggestion as a line of a rules file with its reason, for reports; undefined when there is none, or none that fits a report's line.
 *
 * @example
 * ```ts
 * printSuggestion(suggest(facts, rules)); // "customers.fax": "{{format}}" (its name says phone number)
 * ```
 */
export function printSuggestion(suggestion: Suggestion | undefined): string | undefined {
  if (suggestion === undefined) return undefined;
  const text = `${JSON.stringify(suggestion.rule)}: ${JSON.stringify(suggestion.template)} (${suggestion.because})`;
  return text.length > mostPrinted ? undefined : text;
}
