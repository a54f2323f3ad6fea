/** Activities, and the work that their workers ask for. */
import type { Activities } from "../activities.ts";
import type { ActivityDescription, ActivityTask, Tag } from "../engine-types.ts";

export interface ActivityOperations {
  createActivity(input: { name: string; tags?: readonly Tag[] }): { activityArn: string; creationDate: number };
  describeActivity(input: { activityArn: string }): ActivityDescription;
  deleteActivity(input: { activityArn: string }): void;
  listActivities(): { activities: readonly Omit<ActivityDescription, "encryptionConfiguration">[] };
  /** Waits up to a minute for a Task; nothing comes back when there was none, or `signal` was aborted. */
  getActivityTask(input: { activityArn: string; workerName?: string; signal?: AbortSignal }): Promise<Partial<ActivityTask>>;
}

export function activityOperations(activities: Activities): ActivityOperations {
  return {
    createActivity: ({ name, tags }) => {
      const { arn, creationDate } = activities.create(name, tags);
      return { activityArn: arn, creationDate };
    },
    describeActivity: ({ activityArn }) => activities.describe(activityArn),
    deleteActivity: ({ activityArn }) => activities.delete(activityArn),
    listActivities: () => ({ activities: activities.list() }),
    getActivityTask: async ({ activityArn, workerName, signal }) => (await activities.take(activityArn, workerName, signal)) ?? {},
  };
}
