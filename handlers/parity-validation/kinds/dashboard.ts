/** CloudWatch dashboards: whether they are there. */
import { ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { optional, pages } from "../live/index.ts";
import type { Kind } from "./kind.ts";

export const dashboard: Kind<"dashboard"> = {
  service: "cloudwatch",
  fields: {},
  async *scan({ clients, environment }) {
    for await (const name of named(clients, `${environment}-`)) yield [name, name];
  },
  async find({ clients }, name, listed) {
    if (listed !== undefined) return {};
    for await (const found of named(clients, name)) if (found === name) return {};
    return undefined;
  },
};

async function* named({ cloudwatch }: Parameters<typeof dashboard.find>[0]["clients"], prefix: string): AsyncGenerator<string> {
  const all = pages(async (token) => {
    const page = await cloudwatch.send(new ListDashboardsCommand({ DashboardNamePrefix: prefix, ...optional("NextToken", token) }));
    return [page.DashboardEntries, page.NextToken];
  });
  for await (const { DashboardName = "" } of all) yield DashboardName;
}
