"""Reads the file of statements, which must be the one that was planned."""
from __future__ import annotations

import hashlib
import json
import re
from typing import Any


class StatementFailed(Exception):
    """Says which statement failed, and nothing that stands in the database."""


def read_statements(s3: Any, events: dict[str, Any]) -> list[dict[str, Any]]:
    body = s3.get_object(Bucket=events["bucket"], Key=events["key"])["Body"].read()
    if hashlib.sha256(body).hexdigest() != events["sha256"]:
        raise StatementFailed("The file of statements is not the one that was planned: its SHA-256 differs.")
    statements = []
    for number, line in enumerate(body.decode("utf-8").split("\n"), 1):
        if line.strip():
            statements.append(read_line(line, number))
    if len({statement["id"] for statement in statements}) != len(statements):
        raise StatementFailed("Two statements have the same id.")
    return statements


def read_line(line: str, number: int) -> dict[str, Any]:
    try:
        statement = json.loads(line)
        well_formed = isinstance(statement["sql"], str) and isinstance(statement["ddl"], bool)
        well_formed = well_formed and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}", statement["id"]) is not None
    except (ValueError, KeyError, TypeError):
        well_formed = False
    if not well_formed:
        raise StatementFailed(f"Line {number} of the file of statements is no statement.") from None
    return statement
