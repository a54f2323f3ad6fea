/** Policies as IAM takes them, compiled once. */
import { type Condition, condition } from "./conditions.ts";
import { PolicyError } from "./error.ts";
import { isObject } from "./is-object.ts";
import { actionPattern, type Fits, pattern } from "./pattern.ts";
import { type Principals, principals } from "./principals.ts";

export interface CompiledStatement {
  /** Its Sid, or its number in the policy. */
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly action: Fits;
  readonly resource: Fits;
  readonly condition: Condition;
  /** Of a resource's policy. */
  readonly principals: Principals | undefined;
}

export interface CompiledPolicy {
  /** For messages: `handler of test-masking-handler`. */
  readonly name: string;
  readonly statements: readonly CompiledStatement[];
}

type Source = Readonly<Record<string, unknown>>;

function list(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0 || values.some((one) => typeof one !== "string")) throw new PolicyError("a list of texts is missing");
  return values as string[];
}

function oneOf(source: Source, member: string, compile: (text: string) => Fits): Fits {
  const given = source[member];
  const not = source[`Not${member}`];
  if ((given === undefined) === (not === undefined)) throw new PolicyError(`it needs ${member} or Not${member}, and not both`);
  const fits = list(given ?? not).map(compile);
  return given === undefined ? (text) => !fits.some((one) => one(text)) : (text) => fits.some((one) => one(text));
}

function resourcePattern(text: string): Fits {
  if (text.includes("${")) throw new PolicyError(`the local AWS does not know policy variables: ${text}`);
  return pattern(text);
}

function statement(source: unknown, index: number, isTrust: boolean): CompiledStatement {
  if (!isObject(source)) throw new PolicyError(`statement ${index + 1} is no object`);
  const sid = typeof source.Sid === "string" && source.Sid !== "" ? source.Sid : `statement ${index + 1}`;
  try {
    const { Effect, Principal, Condition } = source;
    if (Effect !== "Allow" && Effect !== "Deny") throw new PolicyError("Effect is neither Allow nor Deny");
    return {
      sid,
      effect: Effect,
      action: oneOf(source, "Action", actionPattern),
      // A role's trust policy is about the role, and names no resource.
      resource: isTrust ? () => true : oneOf(source, "Resource", resourcePattern),
      condition: condition(Condition),
      principals: Principal === undefined ? undefined : principals(Principal),
    };
  } catch (error) {
    if (error instanceof PolicyError) throw new PolicyError(`${sid}: ${error.message}`);
    throw error;
  }
}

/**
 * Compiles a policy.
 *
 * @param name - for messages
 * @param kind - a trust policy names no resources
 * @throws PolicyError naming policy and statement
 * @example
 * ```ts
 * compilePolicy("handler", '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }');
 * ```
 */
export function compilePolicy(name: string, source: string | object, kind: "policy" | "trust" = "policy"): CompiledPolicy {
  try {
    const parsed: unknown = typeof source === "string" ? JSON.parse(source) : source;
    if (!isObject(parsed)) throw new PolicyError("it is no object");
    const { Statement } = parsed;
    const statements = Array.isArray(Statement) ? Statement : [Statement];
    return { name, statements: statements.map((one, index) => statement(one, index, kind === "trust")) };
  } catch (error) {
    if (error instanceof PolicyError || error instanceof SyntaxError)
      throw new PolicyError(`The policy "${name}" cannot be used: ${error.message}.`);
    throw error;
  }
}
