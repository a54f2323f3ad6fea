/** What the code of one role may do: the source of its committed `<name>.policy.json`. */
import type { Resource, Token } from "./resource.ts";
import type { PermissionStatement } from "./statement.ts";

/** The permissions of one role. */
export interface Permissions {
  /** The file's name: `<name>.policy.json`. */
  readonly name: string;
  readonly statements: readonly PermissionStatement[];
}

/** A statement that IAM, or a reader, could do nothing with. */
export class PermissionsError extends Error {
  override readonly name = "PermissionsError";
}

function problemsOf(statements: readonly PermissionStatement[]): readonly string[] {
  const taken = new Set<string>();
  return statements.flatMap(({ Sid, Action, Resource, NotResource, why }) => {
    const problems: string[] = [];
    if (!/^[A-Za-z0-9]{1,64}$/.test(Sid)) problems.push(`"${Sid}" is no name of a statement: 1 to 64 letters and digits`);
    if (taken.has(Sid)) problems.push(`"${Sid}" is the name of two statements`);
    taken.add(Sid);
    if (Action.length === 0) problems.push(`"${Sid}" has no action`);
    if ((Resource ?? NotResource ?? []).length === 0) problems.push(`"${Sid}" has no resource`);
    if (!/^\S.*\.$/s.test(why)) problems.push(`"${Sid}" does not say why in a sentence`);
    return problems;
  });
}

/**
 * The permissions of one role, in the order of its source.
 *
 * @throws PermissionsError with every problem: names that are taken or malformed, statements without actions, resources or reason
 * @example
 * ```ts
 * export const reportPermissions = permissions("report", [
 *   allow("WriteReport", {
 *     why: "The report of the night.",
 *     actions: ["s3:PutObject"],
 *     resources: [resource`${token("staging_bucket_arn")}/reports/*`],
 *   }),
 * ]);
 * ```
 */
export function permissions(name: string, statements: readonly PermissionStatement[]): Permissions {
  const problems = statements.length === 0 ? ["there is no statement"] : problemsOf(statements);
  if (problems.length > 0) throw new PermissionsError(`The permissions of "${name}": ${problems.join("; ")}.`);
  return Object.freeze({ name, statements: Object.freeze([...statements]) });
}

const tokensIn = ({ parts }: Resource): readonly string[] =>
  parts.filter((part): part is Token => typeof part !== "string").map((part) => part.token);

/** The tokens that Terraform has to fill in, sorted. */
export function permissionTokens({ statements }: Permissions): readonly string[] {
  const conditions = statements.flatMap(({ Condition = {} }) =>
    Object.values(Condition).flatMap((byKey) => Object.values(byKey ?? {}).flat()),
  );
  const resources = [
    ...statements.flatMap(({ Resource, NotResource }) => Resource ?? NotResource ?? []),
    ...conditions.filter((value) => typeof value !== "string"),
  ];
  return [...new Set(resources.flatMap(tokensIn))].sort();
}
