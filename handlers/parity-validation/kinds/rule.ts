/** EventBridge rules of the default bus and their targets. */
import {
  DescribeRuleCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { type Canonical, json, orDefault, orEmpty, set, tags } from "../compare/index.ts";
import { allOf, optional, pages, tagMap } from "../live/index.ts";
import { arnOf, type Kind } from "./kind.ts";

export const rule: Kind<"rule"> = {
  service: "events",
  fields: { schedule: orEmpty, pattern: json, state: orDefault("ENABLED"), targets, tags },
  async *scan({ clients, environment }) {
    const all = pages(async (token) => {
      const page = await clients.events.send(new ListRulesCommand({ NamePrefix: `${environment}-`, ...optional("NextToken", token) }));
      return [page.Rules, page.NextToken];
    });
    for await (const { Name = "", ManagedBy } of all) if (ManagedBy === undefined) yield [Name, undefined];
  },
  async find(account, Name) {
    const { events } = account.clients;
    const found = await events.send(new DescribeRuleCommand({ Name }));
    return {
      schedule: () => found.ScheduleExpression,
      pattern: () => found.EventPattern,
      state: () => found.State,
      targets: async () => {
        const all = pages(async (token) => {
          const page = await events.send(new ListTargetsByRuleCommand({ Rule: Name, ...optional("NextToken", token) }));
          return [page.Targets, page.NextToken];
        });
        return (await allOf(all)).map(targetOf);
      },
      tags: async () =>
        tagMap(
          (await events.send(new ListTagsForResourceCommand({ ResourceARN: found.Arn ?? arnOf(account, "events", `rule/${Name}`) }))).Tags,
        ),
    };
  },
};

/** EventBridge tries 185 times within a day unless it is told otherwise. */
function targets(value: unknown): Canonical {
  const all = (value ?? []) as readonly { readonly retries?: number | null; readonly oldestEvent?: number | null }[];
  return set(
    all.map(({ retries, oldestEvent, ...target }) => ({ ...target, retries: retries ?? 185, oldestEvent: oldestEvent ?? 86_400 })),
  );
}

function targetOf({ Id, Arn, RoleArn, DeadLetterConfig, RetryPolicy }: Target): object {
  return {
    id: Id,
    arn: Arn,
    role: RoleArn,
    deadLetterQueue: DeadLetterConfig?.Arn,
    retries: RetryPolicy?.MaximumRetryAttempts,
    oldestEvent: RetryPolicy?.MaximumEventAgeInSeconds,
  };
}
