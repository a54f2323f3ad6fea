/** Puts the permissions of all states together: each action once for a condition, actions on the same resources in one statement. */
import type { Condition, Grant, Need, Statement, Wide } from "./types.ts";

/** A grant and the state that needs it; none for what the machine as a whole needs. */
export interface Wanted {
  readonly state: string | undefined;
  readonly grant: Grant;
}

export interface Merged {
  readonly Statement: readonly Statement[];
  readonly needs: readonly Need[];
  readonly wide: readonly Wide[];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (texts: Iterable<string>): string[] => [...texts].sort(compare);

/** Whether everything that the ARN names fits the pattern; linear but for the pattern's stars. */
export function fits(pattern: string, arn: string): boolean {
  const first = pattern.indexOf("*");
  if (first < 0) return pattern === arn;
  if (!arn.startsWith(pattern.slice(0, first))) return false;
  const [, ...parts] = pattern.split("*");
  let at = first;
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) return arn.length - at >= part.length && arn.endsWith(part);
    const found = arn.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/** More comparisons than any policy that IAM takes could ask for. */
const COMPARISONS = 1_000_000;

/** The resources that no other one contains. */
function widest(resources: ReadonlySet<string>): readonly string[] {
  if (resources.has("*")) return ["*"];
  const patterns = [...resources].filter((resource) => resource.includes("*"));
  if (patterns.length * resources.size > COMPARISONS) return sorted(resources);
  // Two patterns that fit each other are the same text, so none is lost.
  return sorted(resources).filter((resource) => !patterns.some((pattern) => pattern !== resource && fits(pattern, resource)));
}

interface Entry {
  readonly action: string;
  readonly condition: Condition | undefined;
  readonly resources: Set<string>;
  readonly states: Set<string>;
}

const keyOf = (condition: Condition | undefined): string => JSON.stringify(condition ?? {});

function collect(wanted: readonly Wanted[]): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const { state, grant } of wanted) {
    for (const action of grant.actions) {
      const key = `${action} ${keyOf(grant.condition)}`;
      const entry = entries.get(key) ?? { action, condition: grant.condition, resources: new Set(), states: new Set() };
      for (const { arn } of grant.resources) entry.resources.add(arn);
      if (state !== undefined) entry.states.add(state);
      entries.set(key, entry);
    }
  }
  return [...entries.values()].filter(({ resources }) => resources.size > 0);
}

const word = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");

/** A name from the actions: the service and, as long as it stays short, what is done. */
function sidOf(actions: readonly string[]): string {
  const [service = ""] = actions[0]?.split(":") ?? [];
  const verbs = actions.map((action) => word(action.slice(action.indexOf(":") + 1)));
  return word(service) + (verbs.length <= 3 ? verbs.join("") : `${verbs[0]}And${verbs.length - 1}More`);
}

/** The reasons why resources are wide, of those that are in the policy. */
function widenesses(wanted: readonly Wanted[]): readonly Wide[] {
  const found = new Map<string, { resource: string; reason: string; actions: Set<string>; states: Set<string> }>();
  for (const { state, grant } of wanted) {
    for (const { arn, wide } of grant.resources) {
      if (wide === undefined) continue;
      const service = grant.actions[0]?.split(":")[0] ?? "";
      const key = JSON.stringify([arn, wide, service]);
      const entry = found.get(key) ?? { resource: arn, reason: wide, actions: new Set(), states: new Set() };
      for (const action of grant.actions) entry.actions.add(action);
      if (state !== undefined) entry.states.add(state);
      found.set(key, entry);
    }
  }
  return [...found.values()]
    .map(({ resource, reason, actions, states }) => ({ actions: sorted(actions), resource, reason, states: sorted(states) }))
    .sort((a, b) => compare(a.actions[0] ?? "", b.actions[0] ?? "") || compare(a.resource, b.resource) || compare(a.reason, b.reason));
}

/** Statements in one order, whatever the order of the states; every statement with its states. */
export function merge(wanted: readonly Wanted[]): Merged {
  const groups = new Map<
    string,
    { actions: string[]; resources: readonly string[]; condition: Condition | undefined; states: Set<string> }
  >();
  for (const { action, condition, resources, states } of collect(wanted)) {
    const kept = widest(resources);
    const [service = ""] = action.split(":");
    const key = JSON.stringify([service, kept, condition ?? {}]);
    const group = groups.get(key) ?? { actions: [], resources: kept, condition, states: new Set<string>() };
    group.actions.push(action);
    for (const state of states) group.states.add(state);
    groups.set(key, group);
  }
  const ordered = [...groups.values()]
    .map((group) => ({ ...group, actions: sorted(group.actions) }))
    .sort((a, b) => compare(a.actions[0] ?? "", b.actions[0] ?? "") || compare(keyOf(a.condition), keyOf(b.condition)));
  const taken = new Map<string, number>();
  const statements = ordered.map(({ actions, resources, condition, states }) => {
    const base = sidOf(actions);
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    const Sid = count === 1 ? base : `${base}${count}`;
    const statement: Statement = { Sid, Effect: "Allow", Action: actions, Resource: resources, ...(condition && { Condition: condition }) };
    return { statement, need: { sid: Sid, states: sorted(states) } };
  });
  return {
    Statement: statements.map(({ statement }) => statement),
    needs: statements.map(({ need }) => need),
    wide: widenesses(wanted),
  };
}
