/** What becomes of each member of a record, by its path: one answer for JSON, CSV and DynamoDB. */

import { type Action, type ColumnFacts, decideColumn, isPersonalName } from "../decide/index.ts";
import {
  compileTemplate,
  type Mask,
  type MaskingKeys,
  parseTemplate,
  pipelines,
  type Row,
  type Template,
  templateKind,
} from "../engine/index.ts";
import { type FingerprintSet, isExplained, type Original, originalsOf } from "../prove/index.ts";
import { findRule, onUndeclared, type Rules } from "../rules/index.ts";
import { count, countUndeclared, type FormatCounters, newCounters } from "./counters.ts";
import { HoldError } from "./errors.ts";

/** An attribute of a table's key or of an index's key. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

/** Where the records are from, and with what they are masked. */
export interface FieldsOptions {
  readonly keys: MaskingKeys;
  readonly rules: Rules;
  readonly service: string;
  /** The table, or the names under which the rules may call an object's data (`tablesOfKey`). */
  readonly table: string | readonly string[];
  readonly store: "json" | "csv" | "attribute";
  /** The attributes of the table's keys and of its indexes' keys. */
  readonly keyAttributes?: readonly KeyAttribute[];
  /** Takes the fingerprints of the originals that the proof looks for everywhere. */
  readonly originals?: FingerprintSet;
}

interface Field {
  readonly action: Action;
  readonly declared: boolean;
  readonly rule: string | undefined;
  readonly place: string;
  readonly keeps: boolean;
  readonly mask: Mask;
  readonly original: Original;
  /** Whether the rule explains that a value stays as it is. */
  readonly explains: (value: string) => boolean;
  /** Masks a number's text where the template is one for numbers. */
  readonly forNumbers: boolean;
  /** Whether its name, or that of something around it, says that it is personal. */
  readonly personal: boolean;
}

const mostCached = 10_000;
const plainName = /^[\p{L}_$@][\p{L}\p{N}_$.:/ -]{0,63}$/u;
const harmlessName = /^(?:[0-9]{1,6}|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)$/;
const redactTemplate = parseTemplate("{{redact}}");
const nameTemplate = parseTemplate("{{hash}}");

const isPersonalPath = (path: readonly string[]): boolean =>
  path.some((name, i) => isPersonalName(name) || (i > 0 && isPersonalName(`${path[i - 1]}_${name}`)));

/** Masks the values of records by their paths, and counts. */
export class Fields {
  readonly counters: FormatCounters = newCounters();
  readonly #options: FieldsOptions;
  readonly #cache = new Map<string, Field>();
  readonly #keyTypes: ReadonlyMap<string, KeyAttribute>;
  readonly #maskName: Mask;
  #row: Row = () => null;

  /** @throws HoldError when a key attribute can be masked by nothing that is allowed */
  constructor(options: FieldsOptions) {
    this.#options = options;
    this.#keyTypes = new Map((options.keyAttributes ?? []).map((attribute) => [attribute.name, attribute]));
    this.#maskName = compileTemplate(nameTemplate, { keys: options.keys });
    for (const attribute of this.#keyTypes.values()) this.#field([attribute.name]);
  }

  /** Begins a record; `row` reads its fields before masking. */
  begin(row: Row): void {
    this.counters.records++;
    this.#row = row;
  }

  /** Whether a name is a key attribute of the table or of an index. */
  isKey(path: readonly string[]): boolean {
    return path.length === 1 && this.#keyTypes.has(path[0] ?? "");
  }

  /** A text's replacement. */
  text(path: readonly string[], value: string): string | null {
    const { counters } = this;
    const field = this.#field(path);
    counters.texts++;
    const masked = field.mask(value, this.#row);
    if (field.keeps) counters.kept++;
    else if (masked === null) counters.nulled++;
    else if (field.declared) counters.masked++;
    else counters.redacted++;
    if (field.rule !== undefined) count(counters.byRule, field.rule);
    if (!field.declared) countUndeclared(counters, field.place, field.action);
    if (field.keeps || value === "") return masked;
    if (masked === value && !field.explains(value)) counters.unchanged++;
    const found = this.#options.originals === undefined ? undefined : field.original(value);
    if (found !== undefined) this.#options.originals?.add(found);
    return masked;
  }

  /** A number's replacement as it is written, null, or undefined when it passes. */
  number(path: readonly string[], written: string): string | null | undefined {
    const field = this.#field(path);
    if (field.keeps || (!field.declared && !field.personal && !this.#isMaskedKey(field, path))) {
      this.counters.passed++;
      return undefined;
    }
    if (field.rule !== undefined) count(this.counters.byRule, field.rule);
    if (!field.declared) countUndeclared(this.counters, field.place, field.forNumbers ? field.action : "null");
    const masked = field.forNumbers ? field.mask(written, this.#row) : null;
    if (masked !== null && /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(masked)) return masked;
    if (this.isKey(path))
      throw new HoldError(`The key attribute "${field.place}" is a number that its rule does not fit: give it {{perm:nz}} or {{keep}}.`);
    this.counters.nulled++;
    return null;
  }

  /** Whether a boolean passes; otherwise it becomes null. */
  boolean(path: readonly string[]): boolean {
    const field = this.#field(path);
    const passes = field.keeps || (!field.declared && !field.personal);
    if (passes) this.counters.passed++;
    else this.counters.nulled++;
    return passes;
  }

  /** Whether a binary value passes by `keep`; otherwise it is emptied. */
  binary(path: readonly string[]): boolean {
    const field = this.#field(path);
    if (field.keeps) this.counters.kept++;
    else this.counters.redacted++;
    if (!field.declared) countUndeclared(this.counters, field.place, "redact");
    return field.keeps;
  }

  /** A member's name: itself, or a hash when it looks like data and not like a name. */
  name(path: readonly string[], name: string): string {
    if ((plainName.test(name) && !/.@|[0-9]{7}/.test(name)) || harmlessName.test(name) || name === "") return name;
    if (this.#options.originals !== undefined && path.length > 0) this.#rememberName(name);
    this.counters.names++;
    return this.#maskName(name) ?? name;
  }

  #rememberName(name: string): void {
    const found = originalsOf(nameTemplate, this.#options.keys, this.#options.rules.lists)(name);
    if (found !== undefined) this.#options.originals?.add(found);
  }

  #isMaskedKey(field: Field, path: readonly string[]): boolean {
    return this.isKey(path) && field.action === "key" && field.forNumbers;
  }

  #field(path: readonly string[]): Field {
    const id = path.join("\u0000");
    let field = this.#cache.get(id);
    if (field === undefined) {
      if (this.#cache.size >= mostCached) this.#cache.clear();
      field = this.#make(path);
      this.#cache.set(id, field);
    }
    return field;
  }

  #make(path: readonly string[]): Field {
    const { rules, service, table } = this.#options;
    const [column = "", ...below] = path;
    const rule = findRule(rules, { service, table, column, path: below });
    const place = path.join(".");
    const personal = isPersonalPath(path);
    if (this.isKey(path)) return this.#key(column, place, personal);
    if (rule !== undefined) return this.#compiled(rule.template, { action: "rule", declared: true, rule: rule.name, place, personal });
    if (onUndeclared(rules, service) === "hold") throw new HoldError(`"${place}" has no rule, and on_undeclared is "hold".`);
    return this.#compiled(redactTemplate, { action: "redact", declared: false, rule: undefined, place, personal });
  }

  #key(name: string, place: string, personal: boolean): Field {
    const { rules, service, table } = this.#options;
    const types = { S: "attribute", N: "numeric", B: "bytea" } as const;
    const type = types[this.#keyTypes.get(name)?.type ?? "S"];
    const facts: ColumnFacts = {
      service,
      table: typeof table === "string" ? table : (table[0] ?? ""),
      name,
      type,
      nullable: false,
      inPrimaryKey: true,
      inUnique: false,
      inForeignKey: false,
    };
    const decision = decideColumn(facts, rules);
    if (decision.action === "hold") throw new HoldError(decision.why);
    const template = parseTemplate(decision.template ?? "{{keep}}");
    const keeps = decision.action === "pass" && decision.declared;
    const field = this.#compiled(template, { action: decision.action, declared: decision.declared, rule: decision.rule, place, personal });
    return { ...field, keeps };
  }

  #compiled(template: Template, about: Pick<Field, "action" | "declared" | "rule" | "place" | "personal">): Field {
    const { keys, rules } = this.#options;
    const { lists } = rules;
    const kind = templateKind(template);
    const [step] = pipelines(template).length === 1 && template.parts.length === 1 ? (pipelines(template)[0]?.steps ?? []) : [];
    const forNumbers = kind === "constant" || step?.name === "int" || (step?.name === "perm" && step.args[0] === "nz");
    return {
      ...about,
      keeps: kind === "keep",
      mask: compileTemplate(template, { keys, lists, onFallback: (name) => count(this.counters.fallbacks, name) }),
      original: originalsOf(template, keys, lists),
      explains: (value) => isExplained(template, value, keys, lists),
      forNumbers,
    };
  }
}
