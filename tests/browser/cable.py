"""A cable between browser and site that can really be cut, also for service workers, and that can lose answers."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Cable:
    """Forwards bytes from a port of its own to the site; `address` is what the browser is told."""

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self.target = (parts.hostname, parts.port)
        self.whole, self.loses_answer_to = True, b""
        self.lost = 0
        self.links: set[socket.socket] = set()
        self.listener = socket.create_server(("localhost", 0))
        self.address = f"http://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """From now on nothing passes, and what was open is torn."""
        self.whole = False
        for link in list(self.links):
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Signal again."""
        self.whole = True

    def close(self) -> None:
        """The end."""
        self.cut()
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self.listener.accept()
            except OSError:
                return
            if not self.whole:
                near.close()
                continue
            far = socket.create_connection(self.target)
            self.links |= {near, far}
            lose = threading.Event()
            threading.Thread(target=self._pump, args=(near, far, lose, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, lose, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, lose: threading.Event, asks: bool) -> None:
        with contextlib.suppress(OSError):
            while self.whole and (piece := source.recv(1 << 16)):
                if asks and self.loses_answer_to and self.loses_answer_to in piece:
                    lose.set()
                if not asks and lose.is_set():
                    self.lost += 1  # the site has answered, so it has written; the browser never hears it
                    break
                sink.sendall(piece)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
            self.links.discard(end)
