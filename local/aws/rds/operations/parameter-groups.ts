/** Cluster parameter groups: Create, Describe, Modify, Reset and Delete. Their values are kept and shown; the servers keep their own settings. */
import { list, type XmlStructure } from "../../gateway/index.ts";
import {
  defaultGroupDeletion,
  groupInUse,
  invalidCombination,
  invalidValue,
  parameterGroupExists,
  parameterGroupNotFound,
} from "../faults.ts";
import type { ParameterGroup } from "../model.ts";
import { filters, flag, items, newIdentifier, type Parameters, page, required, structure, tags, text } from "../parameters.ts";
import type { ServerSetting } from "../postgres/index.ts";
import { arnOf, type Context, type Operation } from "./context.ts";
import { withinQuota } from "./quotas.ts";

const FAMILY = "aurora-postgresql17";
const DEFAULT_GROUP = `default.${FAMILY}`;
/** Names that only Aurora has, which PostgreSQL's own list lacks. */
const AURORA_ONLY = /^(?:rds|aurora|apg|babelfishpg_tds|babelfishpg_tsql|pg_stat_statements|auto_explain|pgaudit|orafce|plpgsql)\b/;

function defaultGroup(context: Context): ParameterGroup {
  return {
    kind: "parameter group",
    name: DEFAULT_GROUP,
    arn: arnOf(context, "cluster-pg", DEFAULT_GROUP),
    family: FAMILY,
    description: `Default cluster parameter group for ${FAMILY}`,
    values: new Map(),
    tags: new Map(),
  };
}

function find(context: Context, name: string): ParameterGroup {
  const id = name.toLowerCase();
  const group = id === DEFAULT_GROUP ? defaultGroup(context) : context.state.parameterGroups.get(id);
  if (group === undefined) throw parameterGroupNotFound(id);
  return group;
}

function shape({ name, arn, family, description }: ParameterGroup): XmlStructure {
  return { DBClusterParameterGroupName: name, DBParameterGroupFamily: family, Description: description, DBClusterParameterGroupArn: arn };
}

export const createParameterGroup: Operation = async (context, parameters) => {
  const { parameterGroups } = context.state;
  const name = newIdentifier(parameters, "DBClusterParameterGroupName", 255);
  const family = required(parameters, "DBParameterGroupFamily");
  if (family !== FAMILY) throw invalidValue(`ParameterGroupFamily ${family} is not a valid parameter group family`);
  const description = required(parameters, "Description");
  if (parameterGroups.has(name)) throw parameterGroupExists(name);
  withinQuota("parameterGroups", parameterGroups.size);
  const group: ParameterGroup = {
    kind: "parameter group",
    name,
    arn: arnOf(context, "cluster-pg", name),
    family,
    description,
    values: new Map(),
    tags: new Map(tags(parameters).map(({ key, value }) => [key, value])),
  };
  parameterGroups.set(name, group);
  return { DBClusterParameterGroup: shape(group) };
};

export const describeParameterGroups: Operation = async (context, parameters) => {
  const name = text(parameters, "DBClusterParameterGroupName");
  const all = [defaultGroup(context), ...context.state.parameterGroups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { page: shown, marker } = page(parameters, name === undefined ? all : [find(context, name)]);
  return { Marker: marker, DBClusterParameterGroups: list("DBClusterParameterGroup", shown.map(shape)) };
};

/** Every setting with its value: `user` where the group has one, `engine-default` otherwise. */
export const describeParameters: Operation = async (context, parameters) => {
  const group = find(context, required(parameters, "DBClusterParameterGroupName"));
  const known = await context.postgres.settings();
  const names = [...new Set([...known.keys(), ...group.values.keys()])].sort();
  const wanted = text(parameters, "Source") ?? filters(parameters).get("source")?.[0];
  const all = names
    .map((name) => ({ name, set: group.values.get(name), setting: known.get(name) }))
    .filter(({ set }) => wanted === undefined || wanted === (set === undefined ? "engine-default" : "user"));
  const { page: shown, marker } = page(parameters, all);
  return {
    Marker: marker,
    Parameters: list(
      "Parameter",
      shown.map(({ name, set, setting }) => ({
        ParameterName: name,
        ParameterValue: set?.value,
        Description: setting?.description ?? "",
        Source: set === undefined ? "engine-default" : "user",
        ApplyType: setting?.applyType ?? "dynamic",
        DataType: setting?.dataType ?? "string",
        AllowedValues: setting?.allowed,
        IsModifiable: true,
        ApplyMethod: set?.applyMethod ?? "pending-reboot",
      })),
    ),
  };
};

type Change = { readonly name: string; readonly value: string | undefined; readonly applyMethod: string };

/** The `Parameters` of a request, each checked against the server's own settings. */
async function changes(context: Context, parameters: Parameters, withValues: boolean): Promise<readonly Change[]> {
  const given = items(parameters, "Parameters") ?? [];
  if (given.length > 20) throw invalidValue("The request must contain at most 20 parameters.");
  const known = await context.postgres.settings();
  return given.map((item) => {
    const one = structure({ item }, "item");
    const name = required(one, "ParameterName");
    const setting = known.get(name);
    if (setting === undefined && !AURORA_ONLY.test(name)) throw invalidValue(`Could not find parameter with name: ${name}`);
    const applyMethod = text(one, "ApplyMethod") ?? "pending-reboot";
    if (applyMethod === "immediate" && setting?.applyType === "static") {
      throw invalidCombination("cannot use immediate apply method for static parameter");
    }
    const value = withValues ? required(one, "ParameterValue") : undefined;
    if (value !== undefined && setting !== undefined) mustBeAllowed(setting, value);
    return { name, value, applyMethod };
  });
}

/** A formula such as `{DBInstanceClassMemory/9531392}` is AWS's to compute. */
function mustBeAllowed({ name, dataType, allowed }: ServerSetting, value: string): void {
  if (allowed === undefined || value.startsWith("{") || /^(?:GREATEST|LEAST|SUM)\(/.test(value)) return;
  const [least = 0, most = 0] = allowed.split(/(?<=\d)-/).map(Number);
  const right =
    dataType === "boolean" ? /^(?:0|1)$/.test(value) : Number.isFinite(Number(value)) && Number(value) >= least && Number(value) <= most;
  if (!right) throw invalidValue(`Invalid parameter value: ${value} for: ${name} allowed values are: ${allowed}`);
}

function own(context: Context, parameters: Parameters): ParameterGroup {
  const group = find(context, required(parameters, "DBClusterParameterGroupName"));
  if (group.name === DEFAULT_GROUP) throw invalidValue("Cannot modify a default parameter group.");
  return group;
}

/** All changes or none. */
export const modifyParameterGroup: Operation = async (context, parameters) => {
  const group = own(context, parameters);
  for (const { name, value, applyMethod } of await changes(context, parameters, true)) {
    if (value !== undefined) group.values.set(name, { value, applyMethod });
  }
  return { DBClusterParameterGroupName: group.name };
};

export const resetParameterGroup: Operation = async (context, parameters) => {
  const group = own(context, parameters);
  if (flag(parameters, "ResetAllParameters") === true) group.values.clear();
  else for (const { name } of await changes(context, parameters, false)) group.values.delete(name);
  return { DBClusterParameterGroupName: group.name };
};

export const deleteParameterGroup: Operation = async (context, parameters) => {
  const group = find(context, required(parameters, "DBClusterParameterGroupName"));
  if (group.name === DEFAULT_GROUP) throw defaultGroupDeletion(group.name);
  const used = [...context.state.clusters.values()].some((cluster) => cluster.parameterGroup.toLowerCase() === group.name);
  if (used) throw groupInUse(group.name);
  context.state.parameterGroups.delete(group.name);
  return {};
};
