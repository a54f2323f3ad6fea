"""moto on a free port of 127.0.0.1, which it prints; it ends when its standard input does, however its parent died."""

import os
import signal
import sys
import threading

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import LimitedStream


class Quiet(WSGIRequestHandler):
    """Logs nothing: paths hold keys of objects, and those may be personal."""

    protocol_version = "HTTP/1.1"

    def log(self, type, message, *args):  # noqa: A002
        pass


def answering(application):
    """Names the exception that ended a request, and nothing of what it said."""

    def answer(environ, start_response):
        if environ.get("CONTENT_LENGTH"):
            environ["wsgi.input"] = LimitedStream(environ["wsgi.input"], int(environ["CONTENT_LENGTH"]))
        try:
            return application(environ, start_response)
        except Exception as error:  # noqa: BLE001
            # What was not read would be taken for the connection's next request.
            if isinstance(environ["wsgi.input"], LimitedStream):
                environ["wsgi.input"].exhaust()
            headers = [("Content-Type", "text/plain"), ("Content-Length", "0"), ("X-Moto-Failure", type(error).__name__)]
            start_response("500 INTERNAL SERVER ERROR", headers)
            return [b""]

    return answer


def end_with_parent():
    while os.read(0, 4096):
        pass
    os._exit(0)


# Ctrl-C reaches the whole process group; the parent decides when this one ends.
signal.signal(signal.SIGINT, signal.SIG_IGN)
threading.Thread(target=end_with_parent, daemon=True).start()
server = make_server("127.0.0.1", 0, answering(DomainDispatcherApplication(create_backend_app)), threaded=True, request_handler=Quiet)
server.daemon_threads = True
print(server.port, flush=True)
sys.stdout.close()
server.serve_forever()
