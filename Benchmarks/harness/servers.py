"""The servers under test: how they are started, asked and ended."""

import dataclasses
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from .payloads import (
    ANNOUNCED, ANSWERS, PLAIN_ANSWERS, SECRET, SIGNED_ANSWERS, STORED_ANSWERS, STORED_PUSH_ANSWERS, UNSIGNED_ANSWERS,
    ask,
)
from .places import ON_SERVER_CORE, PRODUCTS, STOCK_BUILD, free_port


@dataclasses.dataclass(frozen=True)
class Program:
    """A server's executable, a product's name or an absolute path; `{port}` stands for the port it is to take, and
    `{data}` for the folder of its files.

    The first of its answers shows that it is ready.
    """

    name: str
    executable: str
    arguments: tuple = ()
    environment: dict = dataclasses.field(default_factory=dict)
    answers: tuple = ANSWERS


SETTINGS = {
    "HARK_HTTP_PORT": "{port}",
    "HARK_HTTP_THREADS": "1",
    "HARK_HTTP_CONNECTIONS": "6000",
    "HARK_HTTP_CONNECTIONS_PER_ADDRESS": "0",
    "HARK_HTTP_IDLE_TIMEOUT": "10m",
    "HARK_LOG_LEVEL": "error",
    "HARK_DATA": "{data}",
}
HARK = Program("Hark", "bench-hark", environment=SETTINGS)
HARK_WITH_MANY_ROUTES = Program("Hark with 10,012 routes", "bench-hark-routes", environment=SETTINGS)
HARK_STORING = dataclasses.replace(HARK, answers=STORED_ANSWERS)
PLAIN_C = Program("plain C", "bench-c", arguments=("{port}",), answers=PLAIN_ANSWERS)
PLAIN_C_STORING = dataclasses.replace(
    PLAIN_C, name="plain C and SQLite", arguments=("{port}", "{data}/plain.db"),
)
HUMMINGBIRD = Program("Hummingbird", "bench-hummingbird", arguments=("{port}",))


def stock_bots(name="Hark, stock bot", executable=STOCK_BUILD / "release" / "hark"):
    """A stock bot twice: with a secret for GitHub, and taking its deliveries unsigned.

    Neither stores them, so that each is handled when it is answered.
    """
    settings = {**SETTINGS, "HARK_STORE": "off"}
    return tuple(
        Program(name, str(executable), environment={**settings, "HARK_GITHUB_SECRET": secret}, answers=answers)
        for secret, answers in ((SECRET, SIGNED_ANSWERS), ("unsigned", UNSIGNED_ANSWERS))
    )


def storing_stock_bot():
    """A stock bot with a secret for GitHub that stores its deliveries before it answers, as it does by itself."""
    signed, _ = stock_bots()
    settings = {**signed.environment, "HARK_STORE": "sqlite"}
    return dataclasses.replace(signed, environment=settings, answers=STORED_PUSH_ANSWERS)


class Server:
    """A running program, used in a `with` statement: answering at its start, ended at its end.

    What it printed is in `output` from then on; one that is muted prints into nothing, but for its log. The folder of
    its files ends with it, unless one is given.
    """

    def __init__(self, program, prefix=ON_SERVER_CORE, patience=30, muted=False, data=None):
        self.program, self.name = program, program.name
        self.prefix, self.patience, self.muted, self.data = prefix, patience, muted, data
        self.port = free_port()

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = self.data or self.folder.name

        def fill(text):
            return text.format(port=self.port, data=self.data)

        words = [*self.prefix, str(PRODUCTS / self.program.executable), *map(fill, self.program.arguments)]
        settings = {name: fill(value) for name, value in self.program.environment.items()}
        self.log = Path(self.folder.name, "log")
        with self.log.open("wb") as log:
            started = time.monotonic()
            self.process = subprocess.Popen(
                words,
                cwd=self.folder.name,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if self.muted else log,
                stderr=log,
            )
        try:
            self.wait_until_ready(deadline=started + self.patience)
            self.seconds_to_ready = time.monotonic() - started
            self.check()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.output = self.log.read_text(errors="replace")
        self.folder.cleanup()

    def connect(self):
        """A new connection to it; whoever waits longer than its patience gets a `TimeoutError`."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=self.patience)

    def wait_until_ready(self, deadline):
        request = self.program.answers[0][0]
        while True:
            try:
                with self.connect() as connection:
                    if ask(connection, request)[0] == 200:
                        return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.fail("does not get ready")
            time.sleep(0.001)

    def check(self):
        """Sees to it that it answers all of its workloads, on one connection, as it should."""
        with self.connect() as connection:
            for request, *expected in self.program.answers:
                status, content = ask(connection, request)
                if [status, content] != expected:
                    self.fail(f"answered {request.split()[1].decode()} with {status}, {content!r}")

    def fail(self, what):
        raise SystemExit(f"{self.name} {what}\n{self.log.read_text(errors='replace')}")

    def resident_mebibytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def check_all(stocks, only_stock):
    """Starts each program once; the stock bots have to announce the one push that is new to them."""
    of_ours = (HARK_STORING, HARK_WITH_MANY_ROUTES, PLAIN_C, PLAIN_C_STORING, HUMMINGBIRD)
    for program in (PLAIN_C,) if only_stock else of_ours:
        with Server(program) as server:
            print(f"{server.name} answers as it should.")
    for program in (program for stock in stocks for program in stock):
        with Server(program) as server:
            pass
        if server.output != ANNOUNCED:
            raise SystemExit(f"{server.name} announced something else:\n{server.output}")
        print(f"{server.name} answers as it should, and announces.")
    with Server(storing_stock_bot()) as server:
        print(f"{server.name} stores as it should.")
