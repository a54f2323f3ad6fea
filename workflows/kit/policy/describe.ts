/** A policy for people: every statement with its states, what is wide and why, and the roles beside it. */
import type { Merged } from "./merge.ts";
import type { Policy } from "./types.ts";

const list = (names: readonly string[]): string => (names.length === 0 ? "the machine itself" : names.join(", "));

function statements({ Statement, needs }: Pick<Merged, "Statement" | "needs">): readonly string[] {
  return Statement.flatMap((statement) => [
    `${statement.Sid}: ${statement.Action.join(", ")}`,
    ...statement.Resource.map((resource) => `    on ${resource}`),
    ...Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `    if ${key} ${operator} ${values.join(" or ")}`),
    ),
    `    for ${list(needs.find(({ sid }) => sid === statement.Sid)?.states ?? [])}`,
  ]);
}

/** What could not be narrowed, the roles of Credentials, and the notes: what stands beside the policy on a terminal. */
export function describeNotes({ wide, roles, notes }: Policy): readonly string[] {
  return [
    ...(wide.length > 0 ? ["Not narrowed:"] : []),
    ...wide.map(({ actions, resource, reason, states }) => `  ${actions.join(", ")} on ${resource}: ${reason} (${list(states)}).`),
    ...roles.flatMap((role) => [
      `Called under ${role.role}, which needs itself:`,
      ...statements(role).map((line) => `  ${line}`),
      ...role.wide.map(
        ({ actions, resource, reason, states }) => `  not narrowed: ${actions.join(", ")} on ${resource}: ${reason} (${list(states)}).`,
      ),
    ]),
    ...notes,
  ];
}

/** All of it as text. */
export const describePolicy = (policy: Policy): string =>
  [...(policy.Statement.length > 0 ? statements(policy) : ["The machine calls nothing."]), ...describeNotes(policy)]
    .map((line) => `${line}\n`)
    .join("");
