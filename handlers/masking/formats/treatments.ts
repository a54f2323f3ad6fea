/** Decides what becomes of a place, by the rules; each template is made ready once. */
import { type ColumnFacts, decideColumn, isForNumbers, isPersonalPath, safeName } from "../decide/index.ts";
import { compileTemplate, type MaskingKeys, parseTemplate, type Template, templateKind } from "../engine/index.ts";
import { collectorOf, isExplained } from "../prove/index.ts";
import { findRule, onUndeclared, type Rules, rankedRules } from "../rules/index.ts";
import { count } from "./counters.ts";
import { HoldError } from "./errors.ts";
import { type Decided, Field, type FieldsContext, type Treatment } from "./field.ts";

/** An attribute of a table's key or of an index's key. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

/** Whose data it is, and with what it is masked. */
export interface DecideOptions {
  readonly keys: MaskingKeys;
  readonly rules: Rules;
  readonly service: string;
  /** The table, or the names under which the rules may call an object's data (`tablesOfKey`). */
  readonly table: string | readonly string[];
  /** The attributes of the table's keys and of its indexes' keys. */
  readonly keyAttributes?: readonly KeyAttribute[];
}

const redact = parseTemplate("{{redact}}");

/** Makes the fields of a store. */
export class Treatments {
  readonly #options: DecideOptions;
  readonly #context: FieldsContext;
  readonly #keyTypes: ReadonlyMap<string, KeyAttribute["type"]>;
  readonly #row = (name: string): string | undefined => this.#context.row(name) ?? undefined;
  readonly #ready = new Map<Template, Treatment>();

  constructor(options: DecideOptions, context: FieldsContext) {
    this.#options = options;
    this.#context = context;
    this.#keyTypes = new Map((options.keyAttributes ?? []).map(({ name, type }) => [name, type]));
  }

  /** Whether a place is a key attribute of the table or of an index. */
  isKey(path: readonly string[]): boolean {
    return path.length === 1 && this.#keyTypes.has(path[0] ?? "");
  }

  /** Whether a rule names a column. */
  isRuled(column: string): boolean {
    const { rules, service, table } = this.#options;
    return rankedRules(rules, { service, table, column }).length > 0;
  }

  /**
   * What becomes of a place in records that meet the same conditions as the current one.
   *
   * @param number - the number of a CSV column without a name, from 1
   * @throws HoldError when it has no rule and the rules hold undeclared data, or nothing that is allowed masks a key attribute
   */
  field(path: readonly string[], number?: number): Field {
    const { rules, service, table } = this.#options;
    const [column = "", ...below] = path;
    const place = path.map(safeName).join(".");
    const personal = isPersonalPath(path);
    if (this.isKey(path)) return this.#key(column, place, personal);
    const rule = findRule(rules, { service, table, column, path: below, number, row: this.#row });
    if (rule !== undefined) {
      return this.#made(rule.template, { action: "rule", declared: true, rule: rule.name, place, personal, isKey: false });
    }
    if (onUndeclared(rules, service) === "hold") throw new HoldError(`"${place}" has no rule, and on_undeclared is "hold".`);
    return this.#made(redact, { action: "redact", declared: false, rule: undefined, place, personal, isKey: false });
  }

  #key(name: string, place: string, personal: boolean): Field {
    const { rules, service, table } = this.#options;
    const types = { S: "attribute", N: "numeric", B: "bytea" } as const;
    const facts: ColumnFacts = {
      service,
      table: typeof table === "string" ? table : (table[0] ?? ""),
      name,
      type: types[this.#keyTypes.get(name) ?? "S"],
      nullable: false,
      inPrimaryKey: true,
      inUnique: false,
      inForeignKey: false,
    };
    const { action, declared, rule, template, why } = decideColumn(facts, rules, { row: this.#row });
    if (action === "hold") throw new HoldError(why);
    const treatment = this.#treatment(parseTemplate(template ?? "{{keep}}"));
    const decided: Decided = { action, declared, rule, place, personal, isKey: true };
    return new Field(decided, { ...treatment, keeps: action === "pass" && declared }, this.#context);
  }

  #made(template: Template, decided: Decided): Field {
    return new Field(decided, this.#treatment(template), this.#context);
  }

  #treatment(template: Template): Treatment {
    let found = this.#ready.get(template);
    if (found === undefined) {
      found = this.#compiled(template);
      this.#ready.set(template, found);
    }
    return found;
  }

  #compiled(template: Template): Treatment {
    const { keys, rules } = this.#options;
    const { lists } = rules;
    return {
      keeps: templateKind(template) === "keep",
      mask: compileTemplate(template, { keys, lists, onFallback: (name) => count(this.#context.counts.fallbacks, name) }),
      collect: collectorOf(template, keys, lists),
      explains: (value) => isExplained(template, value, keys, lists),
      forNumbers: isForNumbers(template),
    };
  }
}
