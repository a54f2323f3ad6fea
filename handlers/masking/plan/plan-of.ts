/** Makes the plan: the one place where it is decided what happens to every column, attribute, member and object. */
import { collisionOf, columnKey, type Decision, decideTables } from "../decide/index.ts";
import { findPrefix, printCondition, type Rules, rulesHash } from "../rules/index.ts";
import { decideMember, typeOf } from "./decide-member.ts";
import type { ObjectFacts, PlaceFacts, PlanInput } from "./facts.ts";
import { byText, printPlace } from "./place-names.ts";
import type { Plan, PlanItem } from "./plan.ts";
import { servicesOf } from "./services.ts";
import { suggest } from "./suggest/index.ts";
import { warningsOf } from "./warnings.ts";

/**
 * The plan for what was read. It touches nothing: a service in it that is `held` must not be masked.
 *
 * @example
 * ```ts
 * const plan = planOf({ rules, places: sampler.places() });
 * process.stdout.write(renderPlan(plan, "text"));
 * ```
 */
export function planOf({ rules, places: read = [], objects: listed, references = [], held = new Map() }: PlanInput): Plan {
  const places = [...read];
  const objects = [...(listed ?? [])];
  const decisions = decideTables({ columns: places.filter(({ store }) => store === "aurora"), references }, rules);
  const conditions = conditionTexts(rules);
  const items = [
    ...places.map((facts) => {
      const decided = facts.store === "aurora" ? decisions.get(columnKey(facts)) : undefined;
      const decision = refused(facts, decided ?? decideMember(facts, rules), rules);
      return placeItem(facts, decision, conditions.get(decision.rule ?? "") ?? "", rules);
    }),
    ...objects.map((facts) => objectItem(facts, rules)),
  ];
  const names = [...places, ...objects].map(({ service }) => service);
  return Object.freeze({
    rulesHash: rulesHash(rules),
    services: servicesOf(names, items, references, held),
    items: inOrder(items),
    warnings: warningsOf(rules, places, listed === undefined ? undefined : objects.map(({ key }) => key)),
  });
}

// What a decision cannot know: tonight's values, and what stands in a rewrite's way.
function refused(facts: PlaceFacts, decision: Decision, rules: Rules): Decision {
  if (decision.template === undefined) return decision;
  const blocked = facts.blocker === undefined ? undefined : `it cannot be rewritten: ${facts.blocker}`;
  const problem = collisionOf(facts, decision.template, rules) ?? blocked;
  return problem === undefined ? decision : { ...decision, action: "hold", why: `${printPlace(facts)}: ${problem}` };
}

function placeItem(facts: PlaceFacts, decision: Decision, condition: string, rules: Rules): PlanItem {
  const { store, service, kinds } = facts;
  const { action, declared, rule, template, why } = decision;
  return Object.freeze({
    store,
    service,
    place: printPlace(facts) + condition,
    type: kinds === undefined ? facts.type : typeOf(kinds),
    action,
    declared,
    rule,
    template: action === "hold" ? undefined : template,
    why,
    suggestion: declared || action === "pass" ? undefined : suggest(facts, rules),
  });
}

function objectItem({ service, place, key, format, notSampled }: ObjectFacts, rules: Rules): PlanItem {
  const rule = findPrefix(rules, key)?.name;
  const about = { store: "s3", service, place, type: format ?? "unknown", rule, template: undefined, suggestion: undefined } as const;
  if (rule !== undefined)
    return Object.freeze({ ...about, action: "copy", declared: true, why: `rule "${rule}" declares the prefix harmless` });
  if (format !== undefined)
    return Object.freeze({
      ...about,
      action: "mask",
      declared: true,
      why: `masked as ${format}, each part by its rule${notSampled === undefined ? "" : `; not sampled: ${notSampled}`}`,
    });
  return Object.freeze({ ...about, action: "drop", declared: false, why: "nobody can mask it, and no prefix declares it harmless" });
}

function conditionTexts({ rules }: Rules): ReadonlyMap<string, string> {
  return new Map(
    rules.flatMap(({ name, key }) =>
      key.kind === "column" && key.condition !== undefined ? [[name, printCondition(key.condition)] as const] : [],
    ),
  );
}

function inOrder(items: readonly PlanItem[]): readonly PlanItem[] {
  const byId = new Map(items.map((item) => [[item.store, item.service, item.place, item.rule, item.type].join("\u0000"), item]));
  return [...byId].sort(([a], [b]) => byText(a, b)).map(([, item]) => item);
}
