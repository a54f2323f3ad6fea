"""A database behind the Data API, an S3 object and an RDS control plane, as small as the scripts need them."""
import hashlib
import io
import json
import os
import sys

SCRIPTS = os.path.join(os.path.dirname(__file__), "..", "..", "ssm-documents", "aurora-snapshot-clone-mask", "scripts")
sys.path.insert(0, os.path.abspath(SCRIPTS))

from botocore.exceptions import ClientError  # noqa: E402


def client_error(code, message="", operation="ExecuteStatement"):
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


def lines(*statements):
    return "".join(json.dumps(statement) + "\n" for statement in statements).encode()


def statement(name, ddl=False, sql=None, **more):
    return {"id": name, "table": "billing.customers", "strategy": "update", "sql": sql or f"mask {name}", "ddl": ddl, **more}


def events(body=b""):
    return {
        "bucket": "staging", "key": "runs/r/aurora/statements.jsonl", "sha256": hashlib.sha256(body).hexdigest(),
        "clusterArn": "cluster", "secretArn": "secret", "database": "app", "rows": 0,
    }


class S3:
    def __init__(self, body):
        self.body = body

    def get_object(self, Bucket, Key):
        return {"Body": io.BytesIO(self.body)}


class Clock:
    """Time that passes by sleeping, and by `step` seconds a look."""

    def __init__(self, step=0.0):
        self.now, self.step, self.slept = 0.0, step, []

    def __call__(self):
        self.now += self.step
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


class Data:
    """Answers the ledger's statements itself; `behaviour` is asked about all others: rows, or an exception to raise."""

    def __init__(self, behaviour=lambda sql, data: 1):
        self.behaviour = behaviour
        self.ledger = set()
        self.plan = None
        self.ran = []
        self.calls = []
        self.running = {}
        self.failures = []

    def execute_statement(self, sql, continueAfterTimeout, resourceArn, secretArn, database, parameters=()):
        self.calls.append({"sql": sql, "continueAfterTimeout": continueAfterTimeout, "database": database})
        if self.failures:
            raise self.failures.pop(0)
        values = {p["name"]: p["value"]["stringValue"] for p in parameters}
        if sql.startswith("create "):
            return {"records": []}
        if sql.startswith("select id") and "id >" in sql:
            return {"records": [[{"stringValue": name}] for name in sorted(self.ledger) if name > values["last"]][:2000]}
        if sql.startswith("select id"):
            return {"records": [[{"stringValue": values["id"]}]] if values["id"] in self.ledger else []}
        if sql.startswith("insert into refresh_ledger.plan"):
            self.plan = self.plan or values["plan"]
            return {"numberOfRecordsUpdated": 1}
        if sql.startswith("select sha256"):
            return {"records": [[{"stringValue": self.plan}]]}
        if sql.startswith("insert into refresh_ledger.done"):
            self.ledger.add(values["id"])
            return {"numberOfRecordsUpdated": 1}
        if "pg_stat_activity" in sql:
            ages = self.running.get(values["mark"], [])
            age = ages.pop(0) if ages else None
            return {"records": [[{"isNull": True} if age is None else {"longValue": age}]]}
        self.ran.append(sql)
        outcome = self.behaviour(sql, self)
        if isinstance(outcome, Exception):
            raise outcome
        return {"numberOfRecordsUpdated": outcome}


class Rds:
    """Remembers what is created; `existing` names raise AWS's faults."""

    class exceptions:
        class DBClusterSnapshotAlreadyExistsFault(Exception):
            pass

        class DBClusterAlreadyExistsFault(Exception):
            pass

        class DBInstanceAlreadyExistsFault(Exception):
            pass

    def __init__(self, existing=False, snapshot=None, cluster=None):
        self.existing, self.snapshot, self.cluster = existing, snapshot, cluster
        self.calls = []

    def copy_db_cluster_snapshot(self, **inputs):
        self.calls.append(inputs)
        if self.existing:
            raise self.exceptions.DBClusterSnapshotAlreadyExistsFault()

    def restore_db_cluster_from_snapshot(self, **inputs):
        self.calls.append(inputs)
        if self.existing:
            raise self.exceptions.DBClusterAlreadyExistsFault()

    def create_db_instance(self, **inputs):
        self.calls.append(inputs)
        if self.existing:
            raise self.exceptions.DBInstanceAlreadyExistsFault()

    def describe_db_cluster_snapshots(self, DBClusterSnapshotIdentifier):
        return {"DBClusterSnapshots": [self.snapshot]}

    def describe_db_clusters(self, DBClusterIdentifier):
        return {"DBClusters": [self.cluster]}
