"""Other programs that use the database."""

import sqlite3
import time

from lab import expect, wait


def writer(lab):
    """14: another program locks the database for 10 s."""
    bot = lab.hark(HARK_STORE_TIMEOUT="1s", HARK_STORE_REQUIRED="true")
    expect(bot.push(1)[0] == 202, "the first one is not stored")
    lab.settle()
    foreign = sqlite3.connect(lab.data / "hark.db", isolation_level=None)
    foreign.execute("BEGIN IMMEDIATE")
    began, before = time.monotonic(), bot.processor_seconds()
    number, slowest, statuses = 1, 0, set()
    while time.monotonic() - began < 10:
        number += 1
        sent = time.monotonic()
        statuses.add(bot.push(number)[0])
        slowest = max(slowest, time.monotonic() - sent)
    busy = bot.processor_seconds() - before
    foreign.execute("ROLLBACK")
    foreign.close()
    expect(statuses == {503} and slowest < 2, f"while it is locked it answered {statuses} after {slowest:.1f} s")
    expect(busy < 0.5, f"it used {busy:.1f} s of processor time in 10 s of waiting")
    wait("an acknowledgement", lambda: bot.push(1000)[0] == 202)
    lab.settle()
    bot.stop()
    expect({1, 1000} <= set(lab.said()), f"it said {lab.said()}")
    expect(max(lab.said().values()) == 1, f"it said twice: {lab.said()}")
    return f"503 after {slowest:.1f} s, {busy:.2f} s of processor time in 10 s, recovered"


def reader(lab):
    """15: another program reads for long, so that the log cannot be emptied."""
    bot = lab.bot()
    bot.steps("first")
    lab.settle()
    log = lab.data / "hark.db-wal"
    foreign = sqlite3.connect(f"file:{lab.data}/hark.db?mode=ro", uri=True, isolation_level=None)
    foreign.execute("BEGIN")
    foreign.execute("SELECT count(*) FROM delivery").fetchone()
    waits = []
    for number in range(2800):
        sent = time.monotonic()
        bot.steps(f"one {number}", padding=100_000)
        waits.append(time.monotonic() - sent)
    lab.settle()
    most = log.stat().st_size >> 20
    # A disk that others use as well may flush one of them late.
    usual = sorted(waits)[2790]
    expect(usual < 0.5, f"one acknowledgement in 280 took {usual:.1f} s")
    expect(most > 256, f"the log has {most} MiB: nothing was held back")
    wait("a warning", lambda: "reads the store without an end" in bot.log)
    foreign.execute("ROLLBACK")
    foreign.close()
    for number in range(50):
        bot.steps(f"later {number}", padding=100_000)
    lab.settle()
    least = log.stat().st_size >> 20
    bot.stop()
    expect(least <= 64, f"the log still has {least} MiB")
    return f"writes went on; the log grew to {most} MiB, which was said, and had {least} MiB afterwards"


SCENARIOS = [writer, reader]
