/** Finds rules of one file of which none is more specific than the other. */
import { globsMeet, literalLength } from "./condition.ts";
import type { ColumnKey } from "./key.ts";
import { plainName } from "./names.ts";

/** A mistake, and what is allowed. */
export interface Ambiguity {
  readonly problem: string;
  readonly allowed: string;
}

interface Seen {
  readonly name: string;
  readonly key: ColumnKey;
}

const mostConditions = 200;

/** Takes a file's rules one after the other, and says of each whether it and one before it are for the same values. */
export function createAmbiguityCheck(): (name: string, key: ColumnKey) => Ambiguity | undefined {
  const byPlace = new Map<string, Seen[]>();
  return (name, key) => {
    const place = placeOf(key);
    const others = byPlace.get(place) ?? [];
    byPlace.set(place, others);
    if (others.length >= mostConditions)
      return { problem: "Too many rules with conditions are for the same column", allowed: `at most ${mostConditions} for each column` };
    const found = others.map((other) => between(other, key)).find((problem) => problem !== undefined);
    others.push({ name, key });
    return found;
  };
}

// A table's name is the same with hyphens and with underscores; a column's is not.
function placeOf({ service, names }: ColumnKey): string {
  const [first = "", ...rest] = names;
  return JSON.stringify([plainName(service ?? ""), rest.length > 0 ? plainName(first) : first, ...rest]);
}

function between(other: Seen, { condition }: ColumnKey): Ambiguity | undefined {
  const before = other.key.condition;
  if ((condition === undefined) !== (before === undefined)) return undefined;
  if (condition === undefined || before === undefined)
    return { problem: `The rule "${other.name}" is for the same column`, allowed: "one rule for each name" };
  if (condition.attribute !== before.attribute)
    return {
      problem: `A record may meet both this rule's condition and that of "${other.name}", which reads another attribute`,
      allowed: `conditions on one attribute for each column: "${before.attribute}" here`,
    };
  if (literalLength(condition.glob) !== literalLength(before.glob) || !globsMeet(condition.glob, before.glob)) return undefined;
  return {
    problem: `A record may meet both this rule's condition and that of "${other.name}", and neither is longer`,
    allowed: "conditions of which one is longer, or that no record meets both",
  };
}
