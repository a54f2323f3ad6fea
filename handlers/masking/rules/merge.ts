/** Puts the common rules and the services' own rules together. */
import { createHash } from "node:crypto";
import { RulesError } from "./errors.ts";
import { plainName } from "./names.ts";
import { parseRules } from "./parse.ts";
import { conditionsOf, type OnUndeclared, type Rules, type RulesSource } from "./rule.ts";
import type { RulesFile } from "./schema.ts";

/**
 * The common rules with each service's own beside them; a service's rule holds only for its own data and goes before an
 * equally specific common one.
 *
 * @param byService - the rules of a service by its name
 * @throws RulesError when a service's file has a rule for another service, or another list of a common list's name
 * @example
 * ```ts
 * const rules = mergeRules(parseRules(common, "common"), { billing: parseRules(own, "billing") });
 * ```
 */
export function mergeRules(common: Rules, byService: Readonly<Record<string, Rules>> = {}): Rules {
  const rules = [...common.rules];
  const lists = new Map(common.lists);
  const onUndeclaredOf = new Map<string, OnUndeclared>();
  const services: Record<string, RulesFile> = Object.create(null);
  for (const service of Object.keys(byService).sort()) {
    const own = byService[service];
    if (own === undefined) continue;
    for (const rule of own.rules) {
      const named = rule.key.service;
      if (named !== undefined && plainName(named) !== plainName(service)) {
        throw new RulesError(`rules of ${service}`, [
          {
            line: undefined,
            rule: rule.name,
            problem: `The rule is for ${named}`,
            allowed: `rules for ${service}; others belong into the common rules`,
          },
        ]);
      }
      rules.push(Object.freeze({ ...rule, scope: service }));
    }
    for (const [name, items] of own.lists) {
      const other = lists.get(name);
      if (other !== undefined && other.join("\n") !== items.join("\n")) {
        throw new RulesError(`rules of ${service}`, [
          {
            line: undefined,
            rule: `lists.${name}`,
            problem: "Another list has this name",
            allowed: "one list for each name, so that equal values stay equal in all stores",
          },
        ]);
      }
      lists.set(name, items);
    }
    const setting = own.source.common.on_undeclared;
    if (setting !== undefined) onUndeclaredOf.set(plainName(service), setting);
    services[service] = own.source.common;
  }
  const source: RulesSource = Object.freeze({ common: common.source.common, services: Object.freeze(services) });
  return Object.freeze({ ...common, rules: Object.freeze(rules), conditions: conditionsOf(rules), lists, onUndeclaredOf, source });
}

/** Merged rules again from the source that was stored with the plan. */
export function rulesFromSource(source: RulesSource): Rules {
  const common = parseRules(source.common, "common rules");
  const own = Object.entries(source.services).map(
    ([service, file]) => [service, parseRules(file, `rules of ${service}`, { common })] as const,
  );
  return mergeRules(common, Object.fromEntries(own));
}

/** SHA-256 of the rules, in hexadecimal digits; the order in which they were written does not matter. */
export function rulesHash(rules: Rules): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(rules.source)), "utf8")
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}

/** What becomes of a service's undeclared data. */
export function onUndeclared(rules: Rules, service: string): OnUndeclared {
  return rules.onUndeclaredOf.get(plainName(service)) ?? rules.onUndeclared;
}
