/** A policy as what it permits: the set of its single permissions, however its statements are written, ordered or grouped. */

/** Beyond this a statement stays whole: the product of its lists would be larger than what it says. */
const mostPermissions = 5_000;

type Json = Readonly<Record<string, unknown>>;

/**
 * The permissions of a policy document, each one line.
 *
 * Left out: statement ids, order, one value against a list of one. The same: an account's number and its root; `"*"` and
 * `{"AWS": "*"}`; actions and condition keys in capitals or not; true and "true" in conditions.
 *
 * @param document - JSON text (percent-encoded, as IAM gives it, or not) or an object; nothing gives no permissions
 * @example
 * ```ts
 * permissionsOf('{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}'); // Set { "Allow s3:getobject on *" }
 * ```
 */
export function permissionsOf(document: unknown): ReadonlySet<string> {
  const policy = readPolicy(document);
  if (policy === undefined) return new Set();
  return new Set(statementsOf(policy).flatMap(permissions));
}

/** A policy document as an object; undefined where there is none. */
export function readPolicy(document: unknown): Json | undefined {
  if (typeof document !== "string") return isObject(document) ? document : undefined;
  if (document === "") return undefined;
  try {
    return JSON.parse(document.startsWith("%7B") ? decodeURIComponent(document) : document) as Json;
  } catch {
    return { Statement: { Effect: "Unreadable" } };
  }
}

/** The statements of a policy. */
export function statementsOf(policy: Json): Json[] {
  return (Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]).filter(isObject);
}

/** The permissions of one statement. */
export function permissions(statement: Json): string[] {
  const effect = String(statement.Effect);
  const actions = oneOrNot(statement, "Action", (action) => action.toLowerCase());
  const targets = oneOrNot(statement, "Resource", (resource) => resource);
  const principals = principalsOf(statement);
  const condition = conditionOf(statement.Condition);
  const when = condition === "" ? "" : ` when ${condition}`;
  if (actions.length * targets.length * principals.length > mostPermissions) {
    return [`${effect} ${actions.join(", ")}${on(targets.join(", "))}${to(principals.join(", "))}${when}`];
  }
  return actions.flatMap((action) =>
    targets.flatMap((target) => principals.map((principal) => `${effect} ${action}${on(target)}${to(principal)}${when}`)),
  );
}

const on = (target: string): string => (target === "" ? "" : ` on ${target}`);
const to = (principal: string): string => (principal === "" ? "" : ` to ${principal}`);

/** Each value of `Action` or `Resource`; those of `NotAction` together, since together they exclude. */
function oneOrNot(statement: Json, name: "Action" | "Resource", as: (text: string) => string): string[] {
  const not = statement[`Not${name}`];
  if (not !== undefined) return [`all but ${sortedTexts(not).map(as).join(", ")}`];
  const values = sortedTexts(statement[name]).map(as);
  return values.length === 0 ? [""] : [...new Set(values)];
}

function principalsOf(statement: Json): string[] {
  const not = statement.NotPrincipal;
  if (not !== undefined) return [`all but ${principals(not).join(", ")}`];
  return statement.Principal === undefined ? [""] : principals(statement.Principal);
}

function principals(value: unknown): string[] {
  if (!isObject(value)) return sortedTexts(value).map((text) => (text === "*" ? "AWS:*" : text));
  const all = Object.entries(value).flatMap(([type, ids]) => sortedTexts(ids).map((id) => `${type}:${type === "AWS" ? rootOf(id) : id}`));
  return [...new Set(all)].sort();
}

/** An account's number says the same as the ARN of its root. */
const rootOf = (principal: string): string => /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;

function conditionOf(condition: unknown): string {
  if (!isObject(condition)) return "";
  const all = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(
      ([key, values]) => `${operator} ${key.toLowerCase()} = ${sortedTexts(values).join(" | ")}`,
    ),
  );
  return all.sort().join(" and ");
}

function sortedTexts(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String).sort();
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
