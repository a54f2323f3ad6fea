/** CreateDBInstance, DescribeDBInstances, ModifyDBInstance and DeleteDBInstance: a cluster's server runs while it has an instance. */

import { list } from "../../gateway/index.ts";
import { identifierOf } from "../account-state.ts";
import { clusterState, instanceExists, instanceState, invalidValue } from "../faults.ts";
import type { Instance } from "../model.ts";
import { filters, flag, newIdentifier, number, page, required, tags, text } from "../parameters.ts";
import { instanceShape } from "../shapes.ts";
import { arnOf, inBackground, newStatus, type Operation } from "./context.ts";
import { resourceId } from "./new-cluster.ts";
import { withinQuota } from "./quotas.ts";

export const createInstance: Operation = async (context, parameters) => {
  const { state } = context;
  const id = newIdentifier(parameters, "DBInstanceIdentifier", 63);
  const instanceClass = required(parameters, "DBInstanceClass");
  if (!instanceClass.startsWith("db.")) throw invalidValue(`Invalid DB Instance class: ${instanceClass}`);
  if (required(parameters, "Engine") !== "aurora-postgresql")
    throw invalidValue("Engine must be aurora-postgresql: the local AWS has no other.");
  const cluster = state.cluster(required(parameters, "DBClusterIdentifier"));
  if (state.instances.has(id)) throw instanceExists();
  withinQuota("instances", state.instances.size);
  withinQuota("instancesOfCluster", state.members(cluster, "all").length);
  const clusterStatus = cluster.status.current();
  if (clusterStatus !== "available") throw clusterState(`DB cluster ${cluster.id} is in status ${clusterStatus}; it must be available.`);
  const instance: Instance = {
    kind: "instance",
    id,
    arn: arnOf(context, "db", id),
    resourceId: resourceId("db"),
    createdAt: new Date(context.now()),
    cluster,
    status: newStatus(context),
    tags: new Map(tags(parameters).map(({ key, value }) => [key, value])),
    instanceClass,
    promotionTier: number(parameters, "PromotionTier") ?? 1,
    performanceInsights: flag(parameters, "EnablePerformanceInsights") ?? false,
    monitoringInterval: number(parameters, "MonitoringInterval") ?? 0,
    publiclyAccessible: flag(parameters, "PubliclyAccessible") ?? false,
  };
  state.instances.set(id, instance);
  const work = cluster.storage.enqueue(() => cluster.storage.start());
  instance.status.begin("creating", "available", inBackground(context, `creating ${instance.arn}`, work));
  return { DBInstance: instanceShape(instance, instance.status.current()) };
};

export const describeInstances: Operation = async (context, parameters) => {
  const { state } = context;
  const name = text(parameters, "DBInstanceIdentifier");
  const wanted = filters(parameters);
  const clusters = wanted.get("db-cluster-id")?.map(identifierOf);
  const ids = wanted.get("db-instance-id")?.map(identifierOf);
  const found = (name === undefined ? [...state.instances.values()] : [state.instance(name)])
    .filter((instance) => (clusters?.includes(instance.cluster.id) ?? true) && (ids?.includes(instance.id) ?? true))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const { page: shown, marker } = page(parameters, found);
  return {
    Marker: marker,
    DBInstances: list(
      "DBInstance",
      shown.map((instance) => instanceShape(instance, instance.status.observe())),
    ),
  };
};

export const modifyInstance: Operation = async (context, parameters) => {
  const instance = context.state.instance(required(parameters, "DBInstanceIdentifier"));
  const status = instance.status.current();
  if (status !== "available") throw instanceState(`DB instance ${instance.id} is in status ${status}; it must be available.`);
  instance.instanceClass = text(parameters, "DBInstanceClass") ?? instance.instanceClass;
  instance.promotionTier = number(parameters, "PromotionTier") ?? instance.promotionTier;
  instance.performanceInsights = flag(parameters, "EnablePerformanceInsights") ?? instance.performanceInsights;
  instance.monitoringInterval = number(parameters, "MonitoringInterval") ?? instance.monitoringInterval;
  instance.publiclyAccessible = flag(parameters, "PubliclyAccessible") ?? instance.publiclyAccessible;
  instance.status.begin("modifying", "available", Promise.resolve());
  return { DBInstance: instanceShape(instance, instance.status.current()) };
};

/** Final snapshots are the cluster's affair: SkipFinalSnapshot is accepted and means nothing, as for Aurora on AWS. */
export const deleteInstance: Operation = async (context, parameters) => {
  const { state } = context;
  const instance = state.instance(required(parameters, "DBInstanceIdentifier"));
  if (instance.status.current() === "deleting") throw instanceState(`Instance ${instance.id} is already being deleted.`);
  const { cluster } = instance;
  const work = cluster.storage.enqueue(async () => {
    if (state.members(cluster).length === 0) await cluster.storage.stop();
  });
  instance.status.begin("deleting", "deleted", inBackground(context, `deleting ${instance.arn}`, work));
  return { DBInstance: instanceShape(instance, instance.status.current()) };
};
