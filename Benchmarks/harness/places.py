"""Where things lie, and which core does what."""

import os
import pathlib
import socket

PACKAGE = pathlib.Path(__file__).resolve().parent.parent
PRODUCTS = PACKAGE / ".build" / "release"
STOCK_BUILD = PACKAGE.parent / ".build-static"
PEERS = PACKAGE / ".build" / "peers"
LOAD = PACKAGE / "Load"
LAB = PACKAGE.parent.parent / "shared" / "lab"

# With one core only, servers and load share it, and ratios to slow peers come out low.
CORES = sorted(os.sched_getaffinity(0))
ON_SERVER_CORE = ("taskset", "-c", str(CORES[0]))
ON_LOAD_CORE = ("taskset", "-c", str(CORES[-1]))


def free_port():
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
