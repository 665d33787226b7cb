"""Resident memory, and the time from exec to the first answer."""

import contextlib
import resource
import statistics

from .payloads import ask
from .servers import HARK, HUMMINGBIRD, PLAIN_C, Server

IDLE = 5_000


def report(starts, stocks, only_stock):
    """Prints the table; a server is ready after the median of so many starts."""
    allow_descriptors(IDLE + 1_000)
    print(f"\n| server | memory at rest | with {IDLE:,} idle connections | ready after |\n|---|---:|---:|---:|")
    signed = [stock[0] for stock in stocks]
    for program in (*signed, PLAIN_C) if only_stock else (HARK, *signed, PLAIN_C, HUMMINGBIRD):
        with Server(program) as server:
            at_rest = server.resident_mebibytes()
            crowded = resident_with_idle_connections(server)
        ready = statistics.median(seconds_to_ready(program) for _ in range(starts)) * 1000
        print(f"| {program.name} | {at_rest:.1f} MiB | {crowded:.1f} MiB | {ready:.1f} ms |", flush=True)


def allow_descriptors(needed):
    """Raises the limit of open files for this process and for the servers that it starts."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < needed:
        raise SystemExit(f"{needed} open files are needed, and the hard limit is {most} (ulimit -Hn).")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def resident_with_idle_connections(server):
    """Mebibytes while connections are open that had one request each answered."""
    request = server.program.answers[0][0]
    with contextlib.ExitStack() as open_connections:
        for _ in range(IDLE):
            ask(open_connections.enter_context(server.connect()), request)
        if server.open_files() < IDLE:
            server.fail("closed connections that were to stay open")
        return server.resident_mebibytes()


def seconds_to_ready(program):
    with Server(program, prefix=()) as server:
        return server.seconds_to_ready
