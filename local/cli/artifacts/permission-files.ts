/** The committed policies of roles: from `permissions.ts` beside a handler, a workflow or a document, and those of production's roles. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Permissions, Resource } from "../../../workflows/kit/contract/permissions/index.ts";
import { printJson, TemplateString } from "../../../workflows/kit/template/index.ts";

const SHARED = join("handlers", "shared", "permissions");

const isPermissions = (value: unknown): value is Permissions =>
  typeof value === "object" && value !== null && "name" in value && "statements" in value && Array.isArray(value.statements);

const template = ({ parts }: Resource): string | TemplateString => new TemplateString(...parts).simplified();

/**
 * The text of `<name>.policy.json`: what IAM takes, its tokens for Terraform's `templatefile`, statements in the source's order.
 *
 * @example
 * ```ts
 * policyTemplate(maskingPermissions); // { "Version": "2012-10-17", "Statement": [ …
 * ```
 */
export function policyTemplate({ statements }: Permissions): string {
  const Statement = statements.map(({ Sid, Effect, Action, Resource, NotResource, Condition }) => ({
    Sid,
    Effect,
    Action,
    ...(Resource && { Resource: Resource.map(template) }),
    ...(NotResource && { NotResource: NotResource.map(template) }),
    ...(Condition && {
      Condition: Object.fromEntries(
        Object.entries(Condition).map(([comparison, byKey]) => [
          comparison,
          Object.fromEntries(
            Object.entries(byKey ?? {}).map(([key, values]) => [
              key,
              values.map((value) => (typeof value === "string" ? value : template(value))),
            ]),
          ),
        ]),
      ),
    }),
  }));
  return printJson({ Version: "2012-10-17", Statement });
}

/** The sources, as paths below the project. */
function sourcesIn(root: string): readonly string[] {
  const beside = ["handlers", "ssm-documents", "workflows"].flatMap((room) =>
    existsSync(join(root, room)) ? readdirSync(join(root, room)).map((name) => join(room, name, "permissions.ts")) : [],
  );
  const shared = existsSync(join(root, SHARED)) ? readdirSync(join(root, SHARED)).map((name) => join(SHARED, name)) : [];
  return [...beside, ...shared.filter((name) => name.endsWith(".ts"))].filter((path) => existsSync(join(root, path))).sort();
}

/** A role's permissions, and the folder that its policy stands in. */
export interface PermissionSource {
  readonly permissions: Permissions;
  readonly folder: string;
}

/**
 * All permissions of the project at `root`.
 *
 * @throws what a source throws, and Error when a `permissions.ts` has none of its folder's name
 */
export async function permissionSources(root: string): Promise<readonly PermissionSource[]> {
  const found: PermissionSource[] = [];
  for (const path of sourcesIn(root)) {
    const folder = dirname(join(root, path));
    const values = Object.values((await import(pathToFileURL(join(root, path)).href)) as object).filter(isPermissions);
    const name = path.split(/[\\/]/).at(-2);
    // A workflow's own policy comes from its definition; beside it stands what the definition cannot say.
    const expected = path.startsWith("workflows") ? `${name}.surroundings` : name;
    if (path.endsWith("permissions.ts") && !values.some((one) => one.name === expected))
      throw new Error(`${path} exports no permissions named "${expected}".`);
    found.push(...values.map((permissions) => ({ permissions, folder })));
  }
  return found;
}

/** `<name>.policy.json` of every role, as path → text. */
export async function permissionFiles(root: string): Promise<ReadonlyMap<string, string>> {
  return new Map(
    (await permissionSources(root)).map(({ permissions, folder }) => [
      join(folder, `${permissions.name}.policy.json`),
      policyTemplate(permissions),
    ]),
  );
}
