/** Prints rules as a file that parseRules reads back. */
import { printKey } from "./key.ts";
import type { Rules } from "./rule.ts";
import { maskingVersion } from "./schema.ts";

/**
 * The long form of one file's rules, as JSON with two spaces: every key in its one spelling, in the file's order.
 *
 * @example
 * ```ts
 * printRules(parseRules('pk=CUSTOMER#*: "CUSTOMER#{{part:#:2|hash}}"', "rules.yaml"));
 * ```
 */
export function printRules({ rules, lists, onUndeclared }: Pick<Rules, "rules" | "lists" | "onUndeclared">): string {
  const file = {
    version: maskingVersion,
    // Object.fromEntries makes own members of all names, `__proto__` too.
    rules: Object.fromEntries(rules.map(({ key, template }) => [printKey(key), template.text])),
    ...(lists.size === 0 ? {} : { lists: Object.fromEntries(lists) }),
    on_undeclared: onUndeclared,
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
