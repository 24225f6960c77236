"""A server on this machine, for what the addon fetches from authorities and services."""
import socket
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer


@contextmanager
def serving(answer, kind='application/octet-stream', *, location=None, drops=0):
    """Answer each request with ``answer(body of the request)``, bytes of the type ``kind``; yield the address.

    :param location: where each request is sent on to instead
    :param drops: seconds between one byte of the answer and the next
    """
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = self.rfile.read(int(self.headers.get('Content-Length') or 0))
            body = b'' if location else answer(question)
            self.send_response(302 if location else 200)
            if location:
                self.send_header('Location', location)
            self.send_header('Content-Type', kind)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            with suppress(OSError):  # who asked has left
                for piece in (bytes([each]) for each in body) if drops else (body,):
                    self.wfile.write(piece)
                    time.sleep(drops)

        do_GET = do_POST

        def log_message(self, *_args):  # pylint: disable=arguments-differ
            """Write nothing on the console."""

    server = HTTPServer(('127.0.0.1', 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f'http://127.0.0.1:{server.server_port}/'
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def dripping(said, pause=0.1):
    """Answer each connection with the bytes ``said``, one by one, whatever they mean; yield the port."""
    listening = socket.create_server(('127.0.0.1', 0))

    def answer(line):
        with suppress(OSError), line:
            for each in said:
                line.sendall(bytes([each]))
                time.sleep(pause)

    def accept():
        with suppress(OSError):  # closed below
            while True:
                threading.Thread(target=answer, args=listening.accept()[:1], daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
