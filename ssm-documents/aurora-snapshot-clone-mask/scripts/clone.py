"""The clone through the Data API, and the ledger of statements on it."""
from __future__ import annotations

import re
import time

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

TRANSIENT = {
    "DatabaseResumingException",
    "DatabaseUnavailableException",
    "InternalServerErrorException",
    "ServiceUnavailableError",
    "ThrottlingException",
}
TRANSIENT_STATES = {"40001", "40P01", "57P03"}
SQLSTATE = re.compile(r"SQLState: ([0-9A-Z]{5})")


class CallFailed(Exception):
    def __init__(self, code: str, state: str) -> None:
        super().__init__(f"SQLSTATE {state}" if state else code)
        self.code = code
        self.state = state
        self.transient = code in TRANSIENT or state in TRANSIENT_STATES


def make_clone(events: dict) -> Clone:
    config = Config(retries={"total_max_attempts": 1}, read_timeout=60, connect_timeout=10)
    return Clone(boto3.client("rds-data", config=config), events)


class Clone:
    """A call's error never carries what the database said, only its SQLSTATE."""

    def __init__(self, client, events: dict, clock=time.monotonic, sleep=time.sleep) -> None:
        self.client = client
        self.target = dict(resourceArn=events["clusterArn"], secretArn=events["secretArn"], database=events["database"])
        self.clock = clock
        self.sleep = sleep

    def execute(self, sql: str, ddl: bool = False, **values: str) -> dict:
        parameters = [{"name": name, "value": {"stringValue": value}} for name, value in values.items()]
        more = {"parameters": parameters} if parameters else {}
        try:
            return self.client.execute_statement(sql=sql, continueAfterTimeout=ddl, **more, **self.target)
        except ClientError as error:
            details = error.response.get("Error", {})
            state = SQLSTATE.search(details.get("Message", ""))
            failure = CallFailed(details.get("Code", "Unknown"), state.group(1) if state else "")
        except BotoCoreError as error:
            passing = isinstance(error, (HTTPClientError, NoConnection))
            failure = CallFailed("DatabaseUnavailableException" if passing else type(error).__name__, "")
        raise failure from None

    def query(self, sql: str, **values: str) -> list:
        return self.patiently(lambda: self.execute(sql, **values), 60).get("records", [])

    def patiently(self, work, seconds: float) -> dict:
        """Repeats what failed for a passing reason: the clone may be asleep and has to wake up."""
        delay, end = 1.0, self.clock() + seconds
        while True:
            try:
                return work()
            except CallFailed as failure:
                if not failure.transient or self.clock() + delay > end:
                    raise
                print("once more after", failure)
            self.sleep(delay)
            delay = min(delay * 2, 15.0)

    def open_ledger(self) -> None:
        self.query("create schema if not exists refresh_ledger")
        self.query("create table if not exists refresh_ledger.done (id text primary key, at timestamptz not null default now())")

    def done(self) -> set:
        found: set = set()
        last = ""
        while True:
            rows = self.query("select id from refresh_ledger.done where id > :last order by id limit 2000", last=last)
            if not rows:
                return found
            found.update(row[0]["stringValue"] for row in rows)
            last = rows[-1][0]["stringValue"]

    def is_done(self, name: str) -> bool:
        return bool(self.query("select id from refresh_ledger.done where id = :id", id=name))

    def note(self, name: str) -> None:
        self.query("insert into refresh_ledger.done (id) values (:id) on conflict do nothing", id=name)

    def running_seconds(self, name: str) -> int:
        """Since when a statement that nobody waits for any more has been running; -1 when it is not."""
        sql = (
            "select cast(max(extract(epoch from now() - query_start)) as bigint) from pg_stat_activity "
            "where state = 'active' and pid <> pg_backend_pid() and starts_with(query, :mark)"
        )
        rows = self.query(sql, mark=mark(name))
        return rows[0][0].get("longValue", -1) if rows and not rows[0][0].get("isNull") else -1


def mark(name: str) -> str:
    return f"/* refresh {name} */"
