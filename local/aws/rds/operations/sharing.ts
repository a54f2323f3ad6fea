/** ModifyDBClusterSnapshotAttribute and DescribeDBClusterSnapshotAttributes: which accounts may restore a snapshot. */

import { list, type XmlStructure } from "../../gateway/index.ts";
import { invalidValue, snapshotState } from "../faults.ts";
import type { Snapshot } from "../model.ts";
import { required, texts } from "../parameters.ts";
import type { Operation } from "./context.ts";
import { withinQuota } from "./quotas.ts";

function attributes(snapshot: Snapshot): XmlStructure {
  return {
    DBClusterSnapshotAttributesResult: {
      DBClusterSnapshotIdentifier: snapshot.id,
      DBClusterSnapshotAttributes: list("DBClusterSnapshotAttribute", [
        { AttributeName: "restore", AttributeValues: list("AttributeValue", [...snapshot.sharedWith]) },
      ]),
    },
  };
}

export const modifySnapshotAttribute: Operation = async (context, parameters) => {
  const snapshot = context.state.snapshot(required(parameters, "DBClusterSnapshotIdentifier"));
  if (required(parameters, "AttributeName") !== "restore") throw invalidValue("AttributeName must be restore.");
  const added = texts(parameters, "ValuesToAdd") ?? [];
  const removed = texts(parameters, "ValuesToRemove") ?? [];
  if (added.some((value) => value !== "all" && !/^\d{12}$/.test(value)))
    throw invalidValue("ValuesToAdd must hold account ids of 12 digits, or all.");
  const status = snapshot.status.current();
  if (status !== "available") throw snapshotState(`The snapshot ${snapshot.id} is in status ${status}; it must be available.`);
  if (added.length > 0) {
    if (snapshot.type === "automated")
      throw snapshotState("Automated snapshots can't be shared. Copy the snapshot to a manual one, then share the copy.");
    if (snapshot.encryption?.awsManaged === true)
      throw snapshotState("A snapshot encrypted with the default AWS managed key of RDS can't be shared.");
    if (snapshot.encryption !== undefined && added.includes("all")) throw snapshotState("An encrypted snapshot can't be public.");
  }
  withinQuota("accountsOfSnapshot", new Set([...snapshot.sharedWith, ...added]).size, 0);
  for (const value of added) snapshot.sharedWith.add(value);
  for (const value of removed) snapshot.sharedWith.delete(value);
  return attributes(snapshot);
};

export const describeSnapshotAttributes: Operation = async (context, parameters) =>
  attributes(context.state.snapshot(required(parameters, "DBClusterSnapshotIdentifier")));
