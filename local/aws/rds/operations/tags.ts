/** AddTagsToResource, RemoveTagsFromResource and ListTagsForResource. */
import { invalidValue } from "../faults.ts";
import type { Tags } from "../model.ts";
import { required, tags, texts } from "../parameters.ts";
import { tagList } from "../shapes.ts";
import type { Context, Operation } from "./context.ts";
import { withinQuota } from "./quotas.ts";

function tagsOf(context: Context, arn: string): Tags {
  const { state } = context;
  const kind = arn.split(":")[5];
  if (kind === "cluster") return state.cluster(arn).tags;
  if (kind === "db") return state.instance(arn).tags;
  if (kind === "cluster-snapshot") return state.snapshot(arn).tags;
  const groups = [...state.parameterGroups.values(), ...state.subnetGroups.values()];
  const group = groups.find((candidate) => candidate.arn === arn);
  if (group === undefined) throw invalidValue(`The specified resource name does not match an RDS resource in this account: ${arn}`);
  return group.tags;
}

export const addTags: Operation = async (context, parameters) => {
  const found = tagsOf(context, required(parameters, "ResourceName"));
  const given = tags(parameters);
  withinQuota("tags", new Set([...found.keys(), ...given.map(({ key }) => key)]).size, 0);
  for (const { key, value } of given) found.set(key, value);
  return {};
};

export const removeTags: Operation = async (context, parameters) => {
  const found = tagsOf(context, required(parameters, "ResourceName"));
  for (const key of texts(parameters, "TagKeys") ?? []) found.delete(key);
  return {};
};

export const listTags: Operation = async (context, parameters) => ({
  TagList: tagList(tagsOf(context, required(parameters, "ResourceName"))),
});
