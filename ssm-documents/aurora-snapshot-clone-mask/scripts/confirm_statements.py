"""Looks whether every planned statement stands in the ledger: rounds end, and a loop ends after a hundred."""
from __future__ import annotations

from typing import Any

import boto3
from clone import Clone, make_clone
from statement_file import StatementFailed, read_statements


def confirm_statements(events: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    return confirm(make_clone(events), read_statements(boto3.client("s3"), events), events["rows"])


def confirm(clone: Clone, statements: list[dict[str, Any]], rows: int) -> dict[str, Any]:
    done = clone.done()
    missing = [statement["id"] for statement in statements if statement["id"] not in done]
    if missing:
        raise StatementFailed(f"{len(missing)} of {len(statements)} statements were not carried out, the first is {missing[0]}.")
    return {"done": True, "statements": len(statements), "rows": rows}
