"""Looks at the file of statements before anything is done."""
from __future__ import annotations

from typing import Any

import boto3
from statement_file import read_statements


def check_statements(events: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    return {"statements": len(read_statements(boto3.client("s3"), events))}
