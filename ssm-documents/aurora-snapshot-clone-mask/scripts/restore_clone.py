"""Restores the raw snapshot as a cluster in isolation: the quarantine's key, isolated subnets, no ingress from applications."""
from __future__ import annotations

from typing import Any

import boto3


def restore_clone(events: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    return restore(boto3.client("rds"), events)


def restore(rds: Any, events: dict[str, Any]) -> dict[str, Any]:
    run_id = events["runId"]
    name = f"refresh-clone-{run_id}"
    settings = dict(
        DBClusterIdentifier=name,
        SnapshotIdentifier=events["snapshot"],
        Engine="aurora-postgresql",
        DBSubnetGroupName=events["subnetGroup"],
        VpcSecurityGroupIds=[events["securityGroupId"]],
        KmsKeyId=events["quarantineKeyArn"],
        EnableCloudwatchLogsExports=[],  # a log of statements would leave the quarantine
        EnableIAMDatabaseAuthentication=False,
        CopyTagsToSnapshot=True,
        DeletionProtection=False,
        Tags=[{"Key": "RefreshRun", "Value": run_id}],
    )
    if events["instanceClass"] == "db.serverless":
        settings["ServerlessV2ScalingConfiguration"] = {"MinCapacity": 0.5, "MaxCapacity": 16.0}
    try:
        rds.restore_db_cluster_from_snapshot(**settings)
    except rds.exceptions.DBClusterAlreadyExistsFault:
        check_clone(rds, name, events)
    return {"cluster": name}


def check_clone(rds: Any, name: str, events: dict[str, Any]) -> None:
    """A clone of an earlier attempt serves as well, when it stands in the quarantine."""
    found = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
    groups = [group["VpcSecurityGroupId"] for group in found.get("VpcSecurityGroups", [])]
    if found.get("KmsKeyId") != events["quarantineKeyArn"] or groups != [events["securityGroupId"]]:
        raise RuntimeError(f"The cluster {name} exists already outside of the quarantine; delete it.")
