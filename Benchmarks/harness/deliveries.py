"""Durable deliveries: how fast they are acknowledged, what waiting ones cost, and how long fresh ones wait."""

import contextlib
import pathlib
import sqlite3
import statistics
import subprocess
import tempfile
import time

from .payloads import EVENT, KILOBYTE, ask, deliver, post
from .places import PRODUCTS
from .postgresql import PostgreSQL
from .servers import HARK_STORING, PLAIN_C_STORING, Server
from .throughput import PUSH_CONNECTIONS, Leg, compare, load

CONNECTIONS = 64
FEW, MANY = 1_000, 100_000
DUE_AGAIN = 10_000
# The time from the storing of those that will be due until they are: the bot starts meanwhile.
LEAD = 10


def report(rounds, seconds, stock, storing_stock):
    """Prints the tables. Each ratio is the median of those of the rounds."""
    print(f"\n{rounds} rounds of {seconds} s, {CONNECTIONS} connections, {PUSH_CONNECTIONS} for GitHub's pushes.\n")
    print("| workload | stored | peer | its rate | ratio | of rounds |\n|---|---:|---|---:|---:|---:|")
    notes = report_acknowledgements(rounds, seconds)
    report_pushes(rounds, seconds, stock, storing_stock)
    print(f"\n{notes}\n")
    report_waiting(rounds, seconds)
    report_due_again()
    report_stores(rounds, seconds)


def report_acknowledgements(rounds, seconds):
    """Hark's durable row against the same row not durable, and against plain C. Returns what more there is to say."""
    with contextlib.ExitStack() as running:
        hark, not_storing, plain_c = (
            running.enter_context(Server(program, prefix=()))
            for program in (HARK_STORING, HARK_STORING, PLAIN_C_STORING)
        )
        waits = []

        def leg(name, server, path, settle=lambda: None):
            return Leg(name, server.port, path, KILOBYTE, connections=CONNECTIONS, settle=settle, prefix=())

        legs = [
            leg("Hark", hark, "/stored", lambda: waits.append(settled(hark.data))),
            leg("Hark, not durable", not_storing, "/sync"),
            leg(plain_c.name, plain_c, "/stored"),
        ]
        ours, _, theirs = compare("1 kB, acknowledged", legs, rounds, seconds)
    slowest, its_slowest = (statistics.median(one.slowest for one in loads) for loads in (ours, theirs))
    return (
        f"99 of 100 were acknowledged within {slowest:.1f} ms, by plain C within {its_slowest:.1f} ms. "
        f"All were handled {statistics.median(waits):.1f} s after the last."
    )


def report_pushes(rounds, seconds, stock, storing_stock):
    """GitHub's push, announced after it was acknowledged and before."""
    with contextlib.ExitStack() as running:
        storing, answering = (
            running.enter_context(Server(bot, prefix=(), muted=True)) for bot in (storing_stock, stock)
        )
        push = deliver("{delivery}", signed=True)
        legs = [
            Leg(
                name, bot.port, "/github", push, script="github.lua", connections=PUSH_CONNECTIONS, settle=settle,
                prefix=(),
            )
            for name, bot, settle in (
                (storing.name, storing, lambda: settled(storing.data)),
                ("Hark, not stored", answering, lambda: None),
            )
        ]
        compare(f"GitHub's push of {len(EVENT):,} bytes, signed", legs, rounds, seconds)


def report_waiting(starts, seconds):
    """What deliveries cost that wait for their time."""
    print(f"| deliveries that wait | ready after | memory at rest | after {seconds} s of load |\n|---:|---:|---:|---:|")
    for count in (FEW, MANY):
        with tempfile.TemporaryDirectory() as data:
            seed(data, count, due=time.time() + 86_400)
            ready, at_rest = [], []
            for _ in range(starts):
                with Server(HARK_STORING, data=data) as server:
                    ready.append(server.seconds_to_ready)
                    at_rest.append(server.resident_mebibytes())
            with Server(HARK_STORING, data=data) as server:
                load(Leg("Hark", server.port, "/stored", KILOBYTE, connections=CONNECTIONS), seconds)
                settled(data)
                loaded = server.resident_mebibytes()
        medians = f"{statistics.median(ready) * 1000:.0f} ms | {statistics.median(at_rest):.1f} MiB"
        print(f"| {count:,} | {medians} | {loaded:.1f} MiB |", flush=True)


def report_due_again():
    """How long fresh deliveries wait while many are due again. Each handler takes 10 ms."""
    with tempfile.TemporaryDirectory() as data:
        due = time.time() + LEAD
        seed(data, DUE_AGAIN, due)
        with Server(HARK_STORING, data=data) as server, server.connect() as connection:
            if time.time() > due:
                server.fail("started too late")
            while time.time() < due + 1 or not is_settled(data):
                if ask(connection, post("/slow", KILOBYTE))[0] != 202:
                    server.fail("did not store a fresh delivery")
                time.sleep(0.02)
        with contextlib.closing(opened(data)) as store:
            (end,) = store.execute("SELECT max(finished) FROM delivery WHERE id <= ?", (DUE_AGAIN,)).fetchone()
            waits = store.execute(
                "SELECT finished - received FROM delivery WHERE id > ? AND received BETWEEN ? AND ? ORDER BY 1",
                (DUE_AGAIN, due * 1000, end),
            ).fetchall()
    middle, longest = waits[len(waits) // 2][0], waits[-1][0]
    print(
        f"\nFor {end / 1000 - due:.1f} s, until {DUE_AGAIN:,} deliveries that were due again had been handled, "
        f"{len(waits):,} fresh ones were handled within {middle} ms (median), the slowest within {longest} ms.",
        flush=True,
    )


def report_stores(rounds, seconds):
    """The stores without a bot: deliveries added and finished by 64 tasks."""
    ours, theirs = [], []
    with PostgreSQL() as server:
        rate(server.url, 1)  # to warm up
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as data:
                ours.append(rate(data, seconds))
            theirs.append(rate(server.url, seconds))
    ratios = [its / mine for its, mine in zip(theirs, ours)]
    middle = [statistics.median(values) for values in (theirs, ours, ratios)]
    print("\n| store alone | PostgreSQL | SQLite | ratio | of rounds |\n|---|---:|---:|---:|---:|")
    print(
        f"| 1 kB, stored and finished, {CONNECTIONS} tasks | {middle[0]:,.0f}/s | {middle[1]:,.0f}/s | {middle[2]:.2f} "
        f"| {min(ratios):.2f} to {max(ratios):.2f} |",
        flush=True,
    )


def seed(data, count, due):
    """Stores deliveries that have run once and are due again at a time: half of them failed, the others were postponed."""
    subprocess.run([PRODUCTS / "bench-store", "seed", data, str(count), str(due)], check=True, timeout=120)


def rate(store, seconds):
    command = [PRODUCTS / "bench-store", "rate", store, str(seconds)]
    return int(subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=seconds + 60).stdout)


def settled(data):
    """Waits until a bot has handled all that is due, and returns for how many seconds."""
    start = time.monotonic()
    while not is_settled(data):
        if time.monotonic() > start + 120:
            raise SystemExit("The bot does not handle its deliveries.")
        time.sleep(0.05)
    return time.monotonic() - start


def is_settled(data):
    with contextlib.closing(opened(data)) as store:
        due = "state = 'running' OR state = 'ready' AND due <= ?"
        return store.execute(f"SELECT 1 FROM delivery WHERE {due} LIMIT 1", (time.time() * 1000,)).fetchone() is None


def opened(data):
    """A connection that reads a bot's store."""
    return sqlite3.connect(f"file:{pathlib.Path(data, 'hark.db')}?mode=ro", uri=True, timeout=10)
