"""Gives the clone its only instance, without Performance Insights: it would keep statements."""
from __future__ import annotations

from typing import Any

import boto3


def create_instance(events: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    return create(boto3.client("rds"), events)


def create(rds: Any, events: dict[str, Any]) -> dict[str, Any]:
    name = f"{events['cluster']}-1"
    try:
        rds.create_db_instance(
            DBInstanceIdentifier=name,
            DBClusterIdentifier=events["cluster"],
            DBInstanceClass=events["instanceClass"],
            Engine="aurora-postgresql",
            PubliclyAccessible=False,
            EnablePerformanceInsights=False,
            MonitoringInterval=0,
            AutoMinorVersionUpgrade=False,
            Tags=[{"Key": "RefreshRun", "Value": events["runId"]}],
        )
    except rds.exceptions.DBInstanceAlreadyExistsFault:
        print(f"{name} exists already")
    return {"instance": name}
