/** What a machine may do, a line a permission, for the diff. */
import type { AslMachine } from "../../../workflows/kit/asl/index.ts";
import { type Condition, policyOf, type Statement } from "../../../workflows/kit/policy/index.ts";

function conditionWords(condition: Condition | undefined): string {
  const said = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${key} ${operator} ${values.join(" or ")}`),
  );
  return said.length === 0 ? "" : ` when ${said.join(" and ")}`;
}

const linesOf = (statements: readonly Statement[], role: string): readonly string[] =>
  statements.flatMap(({ Action, Resource, Condition }) =>
    Action.flatMap((action) => Resource.map((resource) => `${action} on ${resource}${conditionWords(Condition)}${role}`)),
  );

/**
 * "lambda:InvokeFunction on ${masking_handler_arn}", and what the roles of Credentials need.
 *
 * @param name - the workflow's name; the machine's name ends with it
 */
export function permissionLines(name: string, machine: AslMachine | undefined): readonly string[] {
  if (!machine) return [];
  const { Statement, roles } = policyOf(machine, { machine: `*${name}` });
  return [...linesOf(Statement, ""), ...roles.flatMap((role) => linesOf(role.Statement, ` as ${role.role}`))];
}
