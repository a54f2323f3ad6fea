/** CreateDBSubnetGroup, DescribeDBSubnetGroups, DeleteDBSubnetGroup, DescribeDBEngineVersions. */

import { list } from "../../gateway/index.ts";
import { subnetGroupExists, subnetGroupNotFound } from "../faults.ts";
import type { SubnetGroup } from "../model.ts";
import { page, required, tags, text, texts } from "../parameters.ts";
import { subnetGroupShape } from "../shapes.ts";
import { arnOf, type Operation } from "./context.ts";

export const createSubnetGroup: Operation = async (context, parameters) => {
  const name = required(parameters, "DBSubnetGroupName").toLowerCase();
  if (context.state.subnetGroups.has(name)) throw subnetGroupExists(name);
  const group: SubnetGroup = {
    kind: "subnet group",
    name,
    arn: arnOf(context, "subgrp", name),
    description: required(parameters, "DBSubnetGroupDescription"),
    subnets: texts(parameters, "SubnetIds") ?? [],
    tags: new Map(tags(parameters).map(({ key, value }) => [key, value])),
  };
  context.state.subnetGroups.set(name, group);
  return { DBSubnetGroup: subnetGroupShape(group) };
};

export const describeSubnetGroups: Operation = async (context, parameters) => {
  const name = text(parameters, "DBSubnetGroupName")?.toLowerCase();
  const found = [...context.state.subnetGroups.values()].filter((group) => name === undefined || group.name === name);
  if (name !== undefined && found.length === 0) throw subnetGroupNotFound(name);
  const { page: shown, marker } = page(parameters, found);
  return { Marker: marker, DBSubnetGroups: list("DBSubnetGroup", shown.map(subnetGroupShape)) };
};

export const deleteSubnetGroup: Operation = async (context, parameters) => {
  const name = required(parameters, "DBSubnetGroupName").toLowerCase();
  if (!context.state.subnetGroups.delete(name)) throw subnetGroupNotFound(name);
  return {};
};

export const describeEngineVersions: Operation = async () => ({
  DBEngineVersions: list("DBEngineVersion", [
    {
      Engine: "aurora-postgresql",
      EngineVersion: "17.4",
      DBParameterGroupFamily: "aurora-postgresql17",
      DBEngineDescription: "Aurora PostgreSQL",
      SupportedEngineModes: list("member", ["provisioned"]),
    },
  ]),
});
