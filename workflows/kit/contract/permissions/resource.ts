/** Resources as ARNs with Terraform's tokens in them. */

/** What Terraform fills in: `token("staging_bucket_arn")` is printed as `${staging_bucket_arn}`. */
export interface Token {
  readonly token: string;
}

/** An ARN, or the part of a condition that may hold tokens; texts and tokens in order. */
export interface Resource {
  readonly parts: readonly (string | Token)[];
}

/**
 * A value that Terraform's `templatefile` gives.
 *
 * @throws TypeError when Terraform would not take the name
 */
export function token(name: string): Token {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`"${name}" is no token: small letters, digits and underscores.`);
  return Object.freeze({ token: name });
}

/**
 * An ARN; IAM's `*` and `?` may stand in it.
 *
 * @throws TypeError for a bare `*`: an action without resources belongs into `everywhere`
 * @example
 * ```ts
 * const staging = token("staging_bucket_arn");
 * resource`${staging}/runs/*`;
 * ```
 */
export function resource(texts: TemplateStringsArray, ...values: readonly (string | Token | Resource)[]): Resource {
  const parts: (string | Token)[] = [];
  const add = (part: string | Token): void => {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else if (part !== "") parts.push(part);
  };
  texts.forEach((text, index) => {
    add(text);
    const value = values[index];
    if (value === undefined) return;
    if (typeof value === "object" && "parts" in value) value.parts.forEach(add);
    else add(value);
  });
  if (parts.length === 1 && parts[0] === "*") throw new TypeError("`*` is every resource there is: name them, or use everywhere(…).");
  return Object.freeze({ parts: Object.freeze(parts) });
}

/**
 * A resource of the account and the region that the stack is in: the tokens `partition`, `region` and `account_id`.
 *
 * @param name - what follows the account: `table/*`, `cluster:refresh-clone-*`
 * @example
 * ```ts
 * arn("dynamodb", "table/billing-*"); // arn:${partition}:dynamodb:${region}:${account_id}:table/billing-*
 * ```
 */
export const arn = (service: string, name: string | Resource): Resource =>
  resource`arn:${token("partition")}:${service}:${token("region")}:${token("account_id")}:${name}`;
