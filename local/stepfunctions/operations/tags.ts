/** Tags of machines and activities; versions and aliases have none. */
import type { Activities } from "../activities.ts";
import { splitQualifier } from "../arns.ts";
import type { Tag } from "../engine-types.ts";
import { ApiError } from "../errors.ts";
import type { Machines } from "../machines.ts";
import { checkTags } from "../names.ts";

export interface TagOperations {
  tagResource(input: { resourceArn: string; tags: readonly Tag[] }): void;
  untagResource(input: { resourceArn: string; tagKeys: readonly string[] }): void;
  listTagsForResource(input: { resourceArn: string }): { tags: readonly Tag[] };
}

export function tagOperations(machines: Machines, activities: Activities): TagOperations {
  const tagsOf = (arn: string): Map<string, string> => {
    if (splitQualifier(arn).qualifier !== undefined) throw new ApiError("ResourceNotFound", `Resource not found: '${arn}'`);
    return arn.split(":")[5] === "activity" ? activities.find(arn).tags : machines.find(arn).tags;
  };
  return {
    tagResource: ({ resourceArn, tags }) => {
      const stored = tagsOf(resourceArn);
      for (const [key, value] of checkTags(tags)) stored.set(key, value);
    },
    untagResource: ({ resourceArn, tagKeys }) => {
      const stored = tagsOf(resourceArn);
      for (const key of tagKeys) stored.delete(key);
    },
    listTagsForResource: ({ resourceArn }) => ({ tags: [...tagsOf(resourceArn)].map(([key, value]) => ({ key, value })) }),
  };
}
