/** Operations on activities, for those who create them and for their workers. */
import { optional, optionalText, tags, text, withSeconds } from "./members.ts";
import type { Operation } from "./operations.ts";
import { page } from "./paging.ts";

export const activityOperations: Record<string, Operation> = {
  CreateActivity: (engine, input) => withSeconds(engine.createActivity({ name: text(input, "name"), tags: tags(input) })),

  DescribeActivity: (engine, input) => withSeconds(engine.describeActivity({ activityArn: text(input, "activityArn") })),

  DeleteActivity: (engine, input) => {
    engine.deleteActivity({ activityArn: text(input, "activityArn") });
    return {};
  },

  ListActivities: (engine, input) => {
    const { items, nextToken } = page(engine.listActivities().activities, input);
    return { activities: items.map(withSeconds), ...optional("nextToken", nextToken) };
  },

  GetActivityTask: (engine, input, signal) =>
    engine.getActivityTask({
      activityArn: text(input, "activityArn"),
      ...optional("workerName", optionalText(input, "workerName")),
      ...optional("signal", signal),
    }),
};
