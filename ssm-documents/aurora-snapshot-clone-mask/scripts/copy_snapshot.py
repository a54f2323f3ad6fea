"""Copies production's shared cluster snapshot into this account, under the quarantine key."""
from __future__ import annotations

from typing import Any

import boto3


def copy_snapshot(events: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    return copy(boto3.client("rds"), events)


def copy(rds: Any, events: dict[str, Any]) -> dict[str, Any]:
    run_id = events["runId"]
    name = f"refresh-{run_id}-raw"
    try:
        rds.copy_db_cluster_snapshot(
            SourceDBClusterSnapshotIdentifier=events["sourceSnapshotArn"],
            TargetDBClusterSnapshotIdentifier=name,
            KmsKeyId=events["quarantineKeyArn"],
            CopyTags=False,
            Tags=[{"Key": "RefreshRun", "Value": run_id}],
        )
    except rds.exceptions.DBClusterSnapshotAlreadyExistsFault:
        check_copy(rds, name, events)
    return {"snapshot": name}


def check_copy(rds: Any, name: str, events: dict[str, Any]) -> None:
    """A copy of an earlier attempt serves as well, when it is one of the same snapshot under the same key."""
    found = rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier=name)["DBClusterSnapshots"][0]
    if found.get("SourceDBClusterSnapshotArn") != events["sourceSnapshotArn"]:
        raise RuntimeError(f"The snapshot {name} exists already and is no copy of the one asked for; delete it.")
    if found.get("KmsKeyId") != events["quarantineKeyArn"]:
        raise RuntimeError(f"The snapshot {name} exists already under another key than the quarantine's; delete it.")
