/** Security groups, by id: who may come in, and where to they may go out. */
import { DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, type SecurityGroupRule as GroupRule } from "@aws-sdk/client-ec2";
import { type Canonical, set, tags } from "../compare/index.ts";
import { allOf, optional, pages, tagMap } from "../live/index.ts";
import type { Kind } from "./kind.ts";

export const securityGroup: Kind<"securityGroup"> = {
  service: "ec2",
  fields: { rules, tags },
  async *scan({ clients: { ec2 }, environment }) {
    const groups = pages(async (token) => {
      const Filters = [{ Name: "group-name", Values: [`${environment}-*`] }];
      const page = await ec2.send(new DescribeSecurityGroupsCommand({ Filters, ...optional("NextToken", token) }));
      return [page.SecurityGroups, page.NextToken];
    });
    for await (const { GroupId = "" } of groups) yield [GroupId, undefined];
  },
  async find({ clients: { ec2 } }, id) {
    const Filters = [{ Name: "group-id", Values: [id] }];
    const group = (await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups?.[0];
    if (group === undefined) return undefined;
    return {
      rules: async () => {
        const all = pages(async (token) => {
          const page = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters, ...optional("NextToken", token) }));
          return [page.SecurityGroupRules, page.NextToken];
        });
        return (await allOf(all)).map(ruleOf);
      },
      tags: () => tagMap(group.Tags),
    };
  },
};

interface Ports {
  readonly fromPort?: number | null | undefined;
  readonly toPort?: number | null | undefined;
}

/** -1 stands for all ports, as an absent one does. */
function rules(value: unknown): Canonical {
  const port = (number: number | null | undefined): number | undefined => (number === -1 ? undefined : (number ?? undefined));
  return set(((value ?? []) as Ports[]).map((rule) => ({ ...rule, fromPort: port(rule.fromPort), toPort: port(rule.toPort) })));
}

function ruleOf(rule: GroupRule): object {
  return {
    direction: rule.IsEgress === true ? "egress" : "ingress",
    protocol: rule.IpProtocol,
    fromPort: rule.FromPort,
    toPort: rule.ToPort,
    peer: rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId ?? rule.CidrIpv4 ?? rule.CidrIpv6,
  };
}
