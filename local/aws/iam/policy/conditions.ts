/** The Condition of a statement: IAM's comparisons, as far as the policies here use them. */
import { PolicyError } from "./error.ts";
import { isObject } from "./is-object.ts";
import { pattern } from "./pattern.ts";

/** What is known of a request, by the context key in small letters. A key that is absent has no value. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Undefined when the condition holds; otherwise the part of it that does not, as people read it. */
export type Condition = (context: Context) => string | undefined;

type Compare = (wanted: string) => (value: string) => boolean;

const arnParts = (text: string): readonly string[] => {
  const parts = text.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
};

/** Each of an ARN's six parts is compared by itself. */
const arnLike: Compare = (wanted) => {
  const patterns = arnParts(wanted).map(pattern);
  return (value) => {
    const parts = arnParts(value);
    return parts.length === patterns.length && patterns.every((fits, index) => fits(parts[index] ?? ""));
  };
};

const comparisons: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ["StringEquals", (wanted) => (value) => value === wanted],
  ["StringEqualsIgnoreCase", (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase()],
  ["StringLike", (wanted) => pattern(wanted)],
  ["ArnEquals", arnLike],
  ["ArnLike", arnLike],
  ["Bool", (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase()],
]);

/** `StringNotLike` → `StringLike`: the comparison that it denies. */
const denied = (name: string): string | undefined => (/^(String|Arn)Not/.test(name) ? name.replace("Not", "") : undefined);

interface Operator {
  readonly quantifier: string | undefined;
  readonly name: string;
  readonly ifExists: boolean;
}

function operatorOf(text: string): Operator {
  const [, quantifier, name = "", ifExists] = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(text) ?? [];
  return { quantifier, name, ifExists: ifExists !== undefined };
}

/** One comparison of one key. @throws PolicyError for a comparison that is not known here */
function compile(operator: string, key: string, wanted: readonly string[]): Condition {
  const { quantifier, name, ifExists } = operatorOf(operator);
  const unmet = `${operator} ${key} = ${wanted.join(" or ")}`;
  const lowerKey = key.toLowerCase();
  if (name === "Null") {
    const absent = wanted.some((value) => value.toLowerCase() === "true");
    return (context) => ((context.get(lowerKey) === undefined) === absent ? undefined : unmet);
  }
  const compare = comparisons.get(denied(name) ?? name);
  if (compare === undefined) throw new PolicyError(`the local AWS does not know the comparison "${operator}"`);
  const negative = denied(name) !== undefined;
  const any = wanted.map(compare);
  const holds = (value: string): boolean => any.some((fits) => fits(value)) !== negative;
  const whenAbsent = ifExists || (negative && quantifier === undefined) || quantifier === "ForAllValues";
  return (context) => {
    const values = context.get(lowerKey);
    if (values === undefined || values.length === 0) return whenAbsent ? undefined : `${unmet} (the request has no ${key})`;
    // Without a quantifier a denied comparison must hold for every value, any other for one.
    const all = quantifier === "ForAllValues" || (quantifier === undefined && negative);
    const met = all ? values.every(holds) : values.some(holds);
    return met ? undefined : `${unmet} (the request's is ${values.join(", ")})`;
  };
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

/**
 * Compiles a Condition: all of its comparisons have to hold.
 *
 * @throws PolicyError when it is malformed, or compares in a way that is not known here
 */
export function condition(source: unknown): Condition {
  if (source === undefined) return () => undefined;
  if (!isObject(source)) throw new PolicyError("Condition is no object");
  const parts = Object.entries(source).flatMap(([operator, byKey]) => {
    if (!isObject(byKey)) throw new PolicyError(`Condition.${operator} is no object`);
    return Object.entries(byKey).map(([key, wanted]) => compile(operator, key, texts(wanted)));
  });
  return (context) => {
    for (const part of parts) {
      const unmet = part(context);
      if (unmet !== undefined) return unmet;
    }
    return undefined;
  };
}
