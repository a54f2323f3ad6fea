/** State machines; a definition is compared by its hash. */
import { createHash } from "node:crypto";
import { DescribeStateMachineCommand, ListStateMachinesCommand, ListTagsForResourceCommand } from "@aws-sdk/client-sfn";
import { flag, logGroupName, orDefault, plain, tags } from "../compare/index.ts";
import { optional, pages, tagMap } from "../live/index.ts";
import { arnOf, type Kind, ofEnvironment } from "./kind.ts";

export const machine: Kind<"machine"> = {
  service: "states",
  fields: {
    type: orDefault("STANDARD"),
    role: plain,
    logLevel: orDefault("OFF"),
    logsExecutionData: flag,
    logGroup: logGroupName,
    tracing: flag,
    definitionHash: plain,
    tags,
  },
  async *scan(account) {
    const all = pages(async (token) => {
      const page = await account.clients.sfn.send(new ListStateMachinesCommand(optional("nextToken", token)));
      return [page.stateMachines, page.nextToken];
    });
    for await (const { name = "" } of all) if (ofEnvironment(account, name)) yield [name, undefined];
  },
  async find(account, name) {
    const { sfn } = account.clients;
    const stateMachineArn = arnOf(account, "states", `stateMachine:${name}`);
    const found = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const logging = found.loggingConfiguration;
    return {
      type: () => found.type,
      role: () => found.roleArn,
      logLevel: () => logging?.level,
      logsExecutionData: () => logging?.includeExecutionData,
      logGroup: () => logging?.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn,
      tracing: () => found.tracingConfiguration?.enabled,
      definitionHash: () =>
        createHash("sha256")
          .update(found.definition ?? "")
          .digest("hex"),
      tags: async () => tagMap((await sfn.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }))).tags),
    };
  },
};
