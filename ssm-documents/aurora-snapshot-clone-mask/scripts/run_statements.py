"""One round of the planned masking statements on the clone, each exactly once.

What has a row in the ledger is never run again, however often this is started. No text of the database leaves: an
error is a statement's id and an SQLSTATE.
"""
from __future__ import annotations

import boto3
from clone import CallFailed, Clone, make_clone, mark
from statement_file import StatementFailed, read_statements

ROUND_SECONDS = 480
DEFAULT_TIMEOUT_SECONDS = 3600
POLL_SECONDS = 2


def run_statements(events: dict, context: dict) -> dict:
    return run_round(make_clone(events), read_statements(boto3.client("s3"), events), events["rows"])


def run_round(clone: Clone, statements: list, rows: int, seconds: float = ROUND_SECONDS) -> dict:
    end = clone.clock() + seconds
    clone.open_ledger()
    done = clone.done()
    left_running = True  # an earlier round may have left its last statement running
    for number, statement in enumerate(statements):
        name = statement["id"]
        if name in done:
            continue
        if clone.clock() >= end:
            return {"done": False, "cursor": number, "rows": rows}
        if statement["ddl"] and left_running:
            if not wait_while_running(clone, statement, end):
                return {"done": False, "cursor": number, "rows": rows}
            if clone.is_done(name):
                continue
        left_running = False
        updated = run_one(clone, statement, end)
        if updated is None:
            return {"done": False, "cursor": number, "rows": rows}
        rows += updated
    return {"done": True, "cursor": len(statements), "rows": rows}


def run_one(clone: Clone, statement: dict, end: float):
    """The number of rows changed, or None when the statement is still running at the end of the round."""
    name, ddl = statement["id"], statement["ddl"]
    try:
        answer = clone.patiently(lambda: clone.execute(mark(name) + statement["sql"], ddl), max(end - clone.clock(), 30))
    except CallFailed as failure:
        if failure.code == "StatementTimeoutException" and ddl:
            if not wait_while_running(clone, statement, end):
                return None
            if clone.is_done(name):
                return 0
            raise StatementFailed(f"Statement {name} ended after its call and left no ledger row.") from None
        if clone.is_done(name):  # a repetition of a call whose answer was lost
            return 0
        raise StatementFailed(f"Statement {name} failed: {failure}.") from None
    if ddl:
        clone.note(name)
    return answer.get("numberOfRecordsUpdated", 0)


def wait_while_running(clone: Clone, statement: dict, end: float) -> bool:
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
