/** The rules by their names, so that ten thousand of them are found as fast as ten. */
import { plainName } from "./names.ts";
import type { Rule, Rules } from "./rule.ts";

/** Names of a place that a rule may end with. */
export interface Names {
  readonly names: readonly string[];
  readonly byName: boolean;
}

/** A table's rule, and whether it names the table as the store does. */
export interface TableRule {
  readonly rule: Rule;
  readonly wholeTable: boolean;
}

/** Rules by what they are for. */
export interface RulesIndex {
  /** The most names of a rule. */
  readonly longest: number;
  readonly prefixes: readonly Rule[];
  /** The rules whose names are these. */
  bare(service: string, names: readonly string[]): readonly Rule[];
  /** The rules whose names are the table's and these. */
  ofTable(service: string, table: string, names: readonly string[]): readonly TableRule[];
}

const known = new WeakMap<Rules, RulesIndex>();

/** The index of some rules; made when it is first asked for. */
export function rulesIndex(rules: Rules): RulesIndex {
  const index = known.get(rules) ?? makeIndex(rules);
  known.set(rules, index);
  return index;
}

// With each name's length, since a name may hold any character.
const idOf = (owner: string, names: readonly string[]): string => names.reduce((id, name) => `${id}|${name.length}:${name}`, owner);

function makeIndex({ rules }: Rules): RulesIndex {
  const bare = new Map<string, Rule[]>();
  const tables = new Map<string, Rule[]>();
  let longest = 0;
  for (const rule of rules) {
    if (rule.key.kind === "prefix") continue;
    const { names } = rule.key;
    const [first = "", ...rest] = names;
    const owner = plainName(rule.key.service ?? rule.scope ?? "");
    longest = Math.max(longest, names.length);
    add(bare, idOf(owner, names), rule);
    if (rest.length > 0) add(tables, idOf(owner, [plainName(first), ...rest]), rule);
  }
  const find = (map: ReadonlyMap<string, Rule[]>, service: string, names: readonly string[]): readonly Rule[] => {
    const common = map.get(idOf("", names)) ?? [];
    const own = map.get(idOf(plainName(service), names)) ?? [];
    return own.length === 0 ? common : [...common, ...own];
  };
  return {
    longest,
    prefixes: rules.filter((rule) => rule.key.kind === "prefix"),
    bare: (service, names) => find(bare, service, names),
    ofTable: (service, table, names) => {
      const whole = plainName(table);
      const inFront = `${plainName(service)}_`;
      const found = find(tables, service, [whole, ...names]).map((rule) => ({ rule, wholeTable: true }));
      if (!whole.startsWith(inFront)) return found;
      const short = find(tables, service, [whole.slice(inFront.length), ...names]);
      return [...found, ...short.map((rule) => ({ rule, wholeTable: false }))];
    },
  };
}

function add(map: Map<string, Rule[]>, id: string, rule: Rule): void {
  const found = map.get(id);
  if (found === undefined) map.set(id, [rule]);
  else found.push(rule);
}
