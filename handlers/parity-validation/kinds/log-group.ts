/** Log groups and their metric filters. */
import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  ListTagsForResourceCommand,
  type LogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import { keyId, number, set, tags } from "../compare/index.ts";
import { allOf, optional, pages } from "../live/index.ts";
import { arnOf, type Kind } from "./kind.ts";

export const logGroup: Kind<"logGroup"> = {
  service: "logs",
  fields: { retentionDays: number, encryptionKey: keyId, filters: set, tags },
  async *scan({ clients, environment }, expected) {
    for (const prefix of prefixesOf(expected, `${environment}-`)) {
      for await (const found of groups(clients.logs, prefix)) yield [found.logGroupName ?? "", found];
    }
  },
  async find(account, name, listed) {
    const { logs } = account.clients;
    let found = listed as LogGroup | undefined;
    if (found === undefined) for await (const one of groups(logs, name)) if (one.logGroupName === name) found = one;
    if (found === undefined) return undefined;
    const { retentionInDays, kmsKeyId } = found;
    return {
      retentionDays: () => retentionInDays,
      encryptionKey: () => kmsKeyId,
      filters: async () => {
        const all = pages(async (token) => {
          const page = await logs.send(new DescribeMetricFiltersCommand({ logGroupName: name, ...optional("nextToken", token) }));
          return [page.metricFilters, page.nextToken];
        });
        return (await allOf(all)).map(({ filterName, filterPattern, metricTransformations }) => ({
          name: filterName,
          pattern: filterPattern,
          metric: metricTransformations?.[0]?.metricName,
          namespace: metricTransformations?.[0]?.metricNamespace,
        }));
      },
      tags: async () => {
        const resourceArn = arnOf(account, "logs", `log-group:${name}`);
        return (await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
      },
    };
  },
};

/** How the expected names begin, up to the environment: `/aws/lambda/test-`. */
function prefixesOf(names: readonly string[], part: string): string[] {
  const cut = names.flatMap((name) => (name.includes(part) ? [name.slice(0, name.indexOf(part) + part.length)] : []));
  return [...new Set(cut)].sort();
}

function groups(logs: CloudWatchLogsClient, logGroupNamePrefix: string): AsyncIterable<LogGroup> {
  return pages(async (token) => {
    const page = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, ...optional("nextToken", token) }));
    return [page.logGroups, page.nextToken];
  });
}
