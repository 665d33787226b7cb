"""Requests a second, side by side."""

import contextlib
import dataclasses
import os
import re
import statistics
import subprocess
import tempfile
import typing
import uuid

from . import lab
from .payloads import EVENT, KILOBYTE, PUSH, deliver
from .places import LOAD, ON_LOAD_CORE
from .servers import HARK, HARK_WITH_MANY_ROUTES, HUMMINGBIRD, PLAIN_C, Server

CONNECTIONS = 32
# A stock bot handles at most 32 deliveries of one address at a time, and answers further ones with 503.
PUSH_CONNECTIONS = 16


@dataclasses.dataclass(frozen=True)
class Leg:
    """One server under one load: a path, or the paths of so many services in turn. `github.lua` takes a whole request
    for its body. After each load it is waited until the server has settled."""

    server: str
    port: int
    path: str
    body: bytes
    services: int = 0
    script: str = "post.lua"
    connections: int = CONNECTIONS
    settle: typing.Callable[[], None] = lambda: None
    prefix: tuple = ON_LOAD_CORE


@dataclasses.dataclass(frozen=True)
class Load:
    """What wrk measured: requests a second, and the milliseconds in which 99 of 100 were answered."""

    rate: float
    slowest: float


def report(rounds, seconds, stocks, only_stock):
    """Prints the table: Hark against each peer, alternating, each ratio the median of those of the rounds."""
    connections = f"{CONNECTIONS} connections, {PUSH_CONNECTIONS} for GitHub's pushes"
    print(f"{rounds} rounds of {seconds} s, {connections}.\n")
    print("| workload | Hark | peer | its rate | ratio | of rounds |\n|---|---:|---|---:|---:|---:|")
    if not only_stock:
        report_handlers(rounds, seconds)
    report_pushes(rounds, seconds, stocks)


def report_pushes(rounds, seconds, stocks):
    """Stock bots that announce GitHub's pushes, against plain C's 1 kB and each other; what they say goes nowhere."""
    for name, signed in (("signed", True), ("unsigned", False)):
        push = deliver("{delivery}", signed)
        with contextlib.ExitStack() as running:
            bots = [running.enter_context(Server(stock[0 if signed else 1], muted=True)) for stock in stocks]
            plain_c = running.enter_context(Server(PLAIN_C))
            legs = [
                Leg(bot.name, bot.port, "/github", push, script="github.lua", connections=PUSH_CONNECTIONS)
                for bot in bots
            ]
            one_kilobyte = f"{plain_c.name}, 1 kB"
            legs.insert(1, Leg(one_kilobyte, plain_c.port, "/sync", KILOBYTE, connections=PUSH_CONNECTIONS))
            compare(f"GitHub's push of {len(EVENT):,} bytes, {name}", legs, rounds, seconds)


def report_handlers(rounds, seconds):
    """Bots and servers with the benchmark's own handlers."""
    with contextlib.ExitStack() as running:
        hark, many, plain_c, hummingbird = (
            running.enter_context(Server(program))
            for program in (HARK, HARK_WITH_MANY_ROUTES, PLAIN_C, HUMMINGBIRD)
        )
        peers = [running.enter_context(lab.RunningPeer(peer)) for peer in lab.available()]

        def legs(path, body, *servers):
            return [Leg(server.name, server.port, path, body) for server in servers]

        one_way = legs("/sync", KILOBYTE, hark, plain_c, hummingbird)
        one_way += [Leg(peer.name, peer.port, peer.path, KILOBYTE) for peer in peers]
        compare("1 kB, sync handler", one_way, rounds, seconds)
        compare("1 kB, suspending once", legs("/suspend", KILOBYTE, hark, plain_c, hummingbird), rounds, seconds)
        compare(f"push of {len(PUSH):,} bytes, decoded", legs("/push", PUSH, hark, hummingbird), rounds, seconds)
        routes = [
            Leg(many.name, many.port, "/services/%d/deploys", KILOBYTE, services=10_007, script="services.lua"),
            Leg("Hark with 12", hark.port, "/services/%d/deploys", KILOBYTE, services=7, script="services.lua"),
        ]
        compare("10,012 routes in turn", routes, rounds, seconds)


def compare(title, legs, rounds, seconds):
    """Prints a line for each leg but the first, which is Hark's. Returns the loads of the rounds, a list a leg."""
    for leg in legs:
        load(leg, seconds=1)  # to warm up
    loads = [[load(leg, seconds) for leg in legs] for _ in range(rounds)]
    of_legs = list(zip(*loads))
    ours, *theirs = ([its_load.rate for its_load in of_leg] for of_leg in of_legs)
    for leg, its_rates in zip(legs[1:], theirs):
        ratios = [mine / its for mine, its in zip(ours, its_rates)]
        mine, its, ratio = (statistics.median(values) for values in (ours, its_rates, ratios))
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"| {title} | {mine:,.0f}/s | {leg.server} | {its:,.0f}/s | {ratio:.2f} | {spread} |", flush=True)
    return of_legs


def load(leg, seconds):
    """The load of one wrk thread."""
    with tempfile.NamedTemporaryFile() as body:
        body.write(leg.body)
        body.flush()
        settings = {
            "BENCH_BODY": body.name,
            "BENCH_PATH": leg.path,
            "BENCH_SERVICES": str(leg.services),
            "BENCH_RUN": str(uuid.uuid4())[:24],
        }
        script, address = str(LOAD / leg.script), f"http://127.0.0.1:{leg.port}"
        wrk = ["wrk", "--latency", "-t1", f"-c{leg.connections}", f"-d{seconds}s", "-s", script, address]
        finished = subprocess.run(
            [*leg.prefix, *wrk],
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=seconds + 30,
        )
    if "Non-2xx" in finished.stdout or "Socket errors" in finished.stdout:
        raise SystemExit(f"{leg.server} did not answer all of {leg.path}:\n{finished.stdout}")
    leg.settle()
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", finished.stdout)[1])
    slowest, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", finished.stdout).groups()
    return Load(rate, float(slowest) * {"us": 0.001, "ms": 1, "s": 1000}[unit])
