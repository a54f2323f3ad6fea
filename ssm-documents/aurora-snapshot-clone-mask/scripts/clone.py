"""The clone through the Data API, and the ledger of statements on it."""
from __future__ import annotations

import re
import time
from typing import Any, Callable

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection
from statement_file import StatementFailed

TRANSIENT = {
    "DatabaseResumingException",
    "DatabaseUnavailableException",
    "InternalServerErrorException",
    "ServiceUnavailableError",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
}
# Serialization, deadlock, too many connections, a server that stops or starts, a connection that broke.
TRANSIENT_STATES = {"40001", "40P01", "53300", "57P01", "57P02", "57P03", "08003", "08006"}
SQLSTATE = re.compile(r"SQLState: ([0-9A-Z]{5})")
# The Data API ends a call after 45 seconds; a longer silence is a lost answer.
CALL_SECONDS = 50
QUERY_SECONDS = 30


class CallFailed(Exception):
    def __init__(self, code: str, state: str) -> None:
        super().__init__(f"SQLSTATE {state}" if state else code)
        self.code = code
        self.state = state
        self.transient = code in TRANSIENT or state in TRANSIENT_STATES


def make_clone(events: dict[str, Any]) -> Clone:
    config = Config(retries={"total_max_attempts": 1}, read_timeout=CALL_SECONDS, connect_timeout=10)
    return Clone(boto3.client("rds-data", config=config), events)


class Clone:
    """A call's error never carries what the database said, only its SQLSTATE."""

    def __init__(
        self,
        client: Any,
        events: dict[str, Any],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.client = client
        self.target = dict(resourceArn=events["clusterArn"], secretArn=events["secretArn"], database=events["database"])
        self.clock = clock
        self.sleep = sleep

    def execute(self, sql: str, ddl: bool = False, **values: str) -> dict[str, Any]:
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

    def query(self, sql: str, **values: str) -> list[Any]:
        """Asks the ledger or the server, again for a while when that fails for a passing reason: the clone may be asleep."""
        delay, end = 1.0, self.clock() + QUERY_SECONDS
        while True:
            try:
                return self.execute(sql, **values).get("records", [])
            except CallFailed as error:
                failure = error
            if not failure.transient or self.clock() + delay > end:
                raise StatementFailed(f"The clone's ledger cannot be read or written: {failure}.") from None
            print("once more after", failure)
            self.sleep(delay)
            delay = min(delay * 2, 15.0)

    def open_ledger(self, plan: str) -> None:
        """Makes the ledger; on a clone that another plan has begun it would leave out the wrong statements."""
        self.query("create schema if not exists refresh_ledger")
        self.query("create table if not exists refresh_ledger.done (id text primary key, at timestamptz not null default now())")
        self.query("create table if not exists refresh_ledger.plan (sha256 text primary key)")
        self.query("insert into refresh_ledger.plan select :plan where not exists (select from refresh_ledger.plan)", plan=plan)
        rows = self.query("select sha256 from refresh_ledger.plan")
        if any(row[0]["stringValue"] != plan for row in rows):
            raise StatementFailed("The clone was begun with another file of statements; make a new clone.")

    def done(self) -> set[str]:
        found: set[str] = set()
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
