"""One round of the planned masking statements on the clone, each exactly once.

What has a row in the ledger is never run again, however often this is started. No text of the database leaves: an
error is a statement's id and an SQLSTATE.
"""
from __future__ import annotations

from typing import Any

import boto3
from clone import CallFailed, Clone, make_clone, mark
from statement_file import StatementFailed, read_statements

# A step has 600 seconds; what was begun at the end of the round still gets its answer in them.
ROUND_SECONDS = 400
# How long a statement is tried again for passing reasons before it has failed.
PATIENCE_SECONDS = 240
DEFAULT_TIMEOUT_SECONDS = 3600
POLL_SECONDS = 2


def run_statements(events: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    return run_round(make_clone(events), read_statements(boto3.client("s3"), events), events["sha256"], events["rows"])


def run_round(clone: Clone, statements: list[dict[str, Any]], plan: str, rows: int, seconds: float = ROUND_SECONDS) -> dict[str, Any]:
    """Carries out what is not done yet, until the time is over; `cursor` is the place of the next statement."""
    end = clone.clock() + seconds
    clone.open_ledger(plan)
    done = clone.done()
    left_running = True  # an earlier round, or a killed one, may have left its last statement running
    for number, statement in enumerate(statements):
        name = statement["id"]
        if name in done:
            continue
        unfinished = {"done": False, "cursor": number, "rows": rows}
        if clone.clock() >= end:
            return unfinished
        if left_running:
            if not wait_while_running(clone, statement, end):
                return unfinished
            if clone.is_done(name):
                continue
        left_running = False
        updated = run_one(clone, statement, end)
        if updated is None:
            return unfinished
        rows += updated
    return {"done": True, "cursor": len(statements), "rows": rows}


def run_one(clone: Clone, statement: dict[str, Any], end: float) -> int | None:
    """The number of rows changed, or None when the round ends first; rows whose count was lost with an answer are not in it."""
    name, ddl = statement["id"], statement["ddl"]
    delay, patience = 1.0, clone.clock() + PATIENCE_SECONDS
    while True:
        try:
            answer = clone.execute(mark(name) + statement["sql"], ddl)
            break
        except CallFailed as error:
            failure = error
        # The answer is lost, perhaps not the statement: it may still run, or have ended well.
        timed_out = failure.code == "StatementTimeoutException"
        if (failure.transient or timed_out) and not wait_while_running(clone, statement, end):
            return None
        if clone.is_done(name):
            return 0
        if timed_out and ddl:
            raise StatementFailed(f"Statement {name} ended after its call and left no ledger row.") from None
        if not failure.transient or clone.clock() + delay > patience:
            raise StatementFailed(f"Statement {name} failed: {failure}.") from None
        if clone.clock() + delay > end:
            return None
        print("once more after", failure)
        clone.sleep(delay)
        delay = min(delay * 2, 15.0)
    if ddl:
        clone.note(name)
    return answer.get("numberOfRecordsUpdated", 0)


def wait_while_running(clone: Clone, statement: dict[str, Any], end: float) -> bool:
    """True as soon as the statement no longer runs, False at the end of the round."""
    name = statement["id"]
    most = statement.get("timeoutSeconds") or DEFAULT_TIMEOUT_SECONDS
    while True:
        seconds = clone.running_seconds(name)
        if seconds < 0:
            return True
        if seconds > most:
            raise StatementFailed(f"Statement {name} runs for more than {most} seconds.")
        if clone.clock() >= end:
            return False
        clone.sleep(POLL_SECONDS)
