/** Looks for what carries the environment's tag and has a name of its own choice. */
import { GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Expectations, KindName } from "./expectations.ts";
import { type Finding, finding } from "./finding.ts";
import { type Account, kindOf } from "./kinds/index.ts";
import { optional, pages, whyUnreadable } from "./live/index.ts";

/** How an ARN of a kind ends: its name is what is in the brackets. */
const forms: readonly (readonly [KindName, RegExp])[] = [
  ["bucket", /^arn:[^:]+:s3:::([^/]+)$/],
  ["table", /:dynamodb:.*:table\/([^/]+)$/],
  ["cluster", /:rds:.*:cluster:([^:]+)$/],
  ["instance", /:rds:.*:db:([^:]+)$/],
  ["function", /:lambda:.*:function:([^:]+)$/],
  ["machine", /:states:.*:stateMachine:([^:]+)$/],
  ["document", /:ssm:.*:document\/(.+)$/],
  ["parameter", /:ssm:.*:parameter(\/.+)$/],
  ["logGroup", /:logs:.*:log-group:([^:]+)(?::\*)?$/],
  ["alarm", /:cloudwatch:.*:alarm:(.+)$/],
  ["rule", /:events:.*:rule\/([^/]+)$/],
  ["topic", /:sns:[^:]*:\d+:([^:]+)$/],
  ["queue", /:sqs:[^:]*:\d+:([^:]+)$/],
  ["securityGroup", /:ec2:.*:security-group\/([^/]+)$/],
];

/** The kind and name that an ARN stands for; undefined for what is not compared. */
export function subjectOfArn(arn: string): { readonly kind: KindName; readonly name: string } | undefined {
  for (const [kind, form] of forms) {
    const name = form.exec(arn)?.[1];
    if (name !== undefined) return { kind, name };
  }
  return undefined;
}

/** The findings for tagged resources that are neither expected, nor of a generation, nor found by their names. */
export async function checkTagged(
  { clients: { tagging }, environment }: Account,
  { resources }: Expectations,
  known: ReadonlySet<string>,
  found: readonly Finding[],
): Promise<Finding[]> {
  const named = new Set(found.filter(({ problem }) => problem === "unexpected").map(({ kind, resource }) => `${kind} ${resource}`));
  const findings: Finding[] = [];
  try {
    const all = pages(async (token) => {
      const TagFilters = [{ Key: "Environment", Values: [environment] }];
      const page = await tagging.send(new GetResourcesCommand({ TagFilters, ...optional("PaginationToken", token) }));
      return [page.ResourceTagMappingList, page.PaginationToken];
    });
    for await (const { ResourceARN = "" } of all) {
      const subject = subjectOfArn(ResourceARN);
      if (subject === undefined || known.has(subject.name) || named.has(`${subject.kind} ${subject.name}`)) continue;
      if (Object.hasOwn(resources[subject.kind] ?? {}, subject.name)) continue;
      named.add(`${subject.kind} ${subject.name}`);
      findings.push(finding(kindOf(subject.kind), subject, { problem: "unexpected", expected: "not there", actual: "there, by its tag" }));
    }
  } catch (error) {
    const subject = { kind: "bucket", name: "(all by their tags)" } as const;
    findings.push(finding({ service: "tag" }, subject, { problem: "unreadable", expected: "listable", actual: whyUnreadable(error) }));
  }
  return findings;
}
