"""Runs one script of aws:executeScript: the request on stdin, what it prints on stdout, the result on file descriptor 3."""
import json
import os
import sys
import threading
import traceback
import types


def leave_with_parent() -> None:
    """Ends the process when the one that started it is gone: its end of stdin closes."""
    while sys.stdin.buffer.read(65536):
        pass
    os._exit(1)


def run(request: dict) -> dict:
    module = types.ModuleType("customer_script")
    sys.modules["customer_script"] = module
    try:
        exec(compile(request["script"], "customer_script.py", "exec"), module.__dict__)
        handler = getattr(module, request["handler"])
        return {"payload": handler(request["events"], request["context"])}
    except BaseException as error:  # a script may call sys.exit too
        own = error.__traceback__.tb_next if error.__traceback__ else None
        lines = traceback.format_exception(type(error), error, own)
        code = (getattr(error, "response", None) or {}).get("Error", {}).get("Code", "")
        return {"error": {"type": type(error).__name__, "code": code, "traceback": "".join(lines).rstrip()}}


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=leave_with_parent, daemon=True).start()
    result = run(request)
    try:
        text = json.dumps(result, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        text = json.dumps({"error": {"type": type(error).__name__, "code": "", "traceback": f"{type(error).__name__}: {error}"}})
    sys.stdout.flush()
    with os.fdopen(3, "wb") as answer:
        answer.write(text.encode())
    os._exit(0)  # threads that the script left behind do not keep the step alive


main()
