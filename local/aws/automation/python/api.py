"""Carries out the AWS calls of an execution's other actions: one JSON line a call on stdin, one JSON line an answer on file descriptor 3."""
import base64
import datetime
import json
import os
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError


def plain(value: object) -> object:
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return value.read().decode("utf-8", "replace")
    return str(value)


def call(clients: dict, request: dict) -> dict:
    service, api = request["service"].lower(), request["api"]
    try:
        if service not in clients:
            clients[service] = boto3.client(service)
        method = getattr(clients[service], xform_name(api), None)
        if method is None:
            raise AttributeError(f"{service} has no API {api}")
        return {"result": method(**request["inputs"])}
    except ClientError as error:
        return {"error": {"code": error.response.get("Error", {}).get("Code", ""), "message": str(error), "sent": True}}
    except Exception as error:
        return {"error": {"code": type(error).__name__, "message": str(error), "sent": False}}


def main() -> None:
    clients: dict = {}
    with os.fdopen(3, "wb", buffering=0) as answers:
        for line in sys.stdin.buffer:
            answer = call(clients, json.loads(line))
            answers.write(json.dumps(answer, default=plain, ensure_ascii=False).encode() + b"\n")


main()
