/** IAM roles: who may take them, and what they may do then. */
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { members, orEmpty, policy, set, tags } from "../compare/index.ts";
import { allOf, optional, pages, tagMap } from "../live/index.ts";
import { type Kind, ofEnvironment } from "./kind.ts";

export const role: Kind<"role"> = {
  service: "iam",
  fields: { trust: policy, policies: members(policy), attached: set, boundary: orEmpty, tags },
  async *scan(account) {
    const all = pages(async (token) => {
      const page = await account.clients.iam.send(new ListRolesCommand(optional("Marker", token)));
      return [page.Roles, page.Marker];
    });
    for await (const { RoleName = "", Path = "/" } of all) {
      if (ofEnvironment(account, RoleName) && !Path.startsWith("/aws-service-role/")) yield [RoleName, undefined];
    }
  },
  async find({ clients: { iam } }, RoleName) {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    if (Role === undefined) return undefined;
    return {
      trust: () => Role.AssumeRolePolicyDocument,
      policies: async () => {
        const names = pages(async (token) => {
          const page = await iam.send(new ListRolePoliciesCommand({ RoleName, ...optional("Marker", token) }));
          return [page.PolicyNames, page.Marker];
        });
        const found: Record<string, string | undefined> = {};
        for await (const PolicyName of names) {
          found[PolicyName] = (await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument;
        }
        return found;
      },
      attached: async () => {
        const all = pages(async (token) => {
          const page = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName, ...optional("Marker", token) }));
          return [page.AttachedPolicies, page.Marker];
        });
        return (await allOf(all)).map(({ PolicyArn }) => PolicyArn ?? "");
      },
      boundary: () => Role.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: () => tagMap(Role.Tags),
    };
  },
};
