"""A wall clock that jumps."""

import threading
import time

from lab import Ledger, expect, wait


def jumps(lab):
    """16: one hour forward, then one back, under load; then three days back while no bot runs."""
    # No more than can be handled at once: what waits is what the clock makes wait.
    ledger = Ledger(8, pause=0.05)
    bot = lab.bot(HARK_ROOMS="#general")
    ledger.bot = bot
    def send():
        for number in range(200):
            bot.steps(f"serial {number}", path="/serial", key="one")
            time.sleep(0.01)
    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    # Twenty failures in a row would pause their route.
    for number in range(15):
        bot.steps(f"retried {number}", "fail 1", "pause 100")
    time.sleep(1)
    lab.control.clock(3600)
    # What was to be tried again in 5 s is due at once, and is paced: it gets 6 of the 8 workers.
    sent = time.monotonic()
    bot.steps("fresh")
    wait("a fresh one's end", lambda: lab.count("end", "fresh"), 5)
    forward = time.monotonic() - sent
    bot.steps("between", "fail 1")
    time.sleep(1)
    lab.control.clock(0)
    sent = time.monotonic()
    bot.steps("after")
    wait("a fresh one's end", lambda: lab.count("end", "after"), 5)
    back = time.monotonic() - sent
    sender.join(60)
    ledger.bot = None
    ledger.end()
    pace = lab.most_at_once("retried")
    # Those that failed in the other hour wait no longer than they would have there.
    lab.settle(30)
    serial = [int(name.split()[1]) for name in lab.order("end") if name.startswith("serial")]
    expect(serial == list(range(200)), f"out of order: {serial}")
    expect(2 <= pace <= 6, f"{pace} of those that were due at once ran at a time")
    expect(max(forward, back) < 1, f"a fresh delivery waited {forward:.1f} s, and {back:.1f} s after the second jump")
    expect(set(lab.store.states()) == {"done"}, f"there is {lab.store.states()}")
    expect(ledger.acknowledged <= set(lab.said()), "an acknowledged delivery was not said")
    expect(max(lab.said().values()) == 1, "something was said twice")
    late = bot.steps("late", "fail 1")
    wait("its failure", lambda: lab.store.delivery(late, "state") == "ready" and lab.count("failed", "late"))
    bot.kill()
    lab.control.clock(-3 * 86_400)
    bot = lab.bot(HARK_ROOMS="#general")
    wait("a bounded wait", lambda: lab.store.delivery(late, "due") < (time.time() - 2 * 86_400 + 60) * 1000)
    bot.steps("last")
    received = lab.store.column("SELECT received FROM delivery ORDER BY id")
    expect(received == sorted(received), "the order of arrival is lost")
    bot.stop()
    return (f"{len(ledger.acknowledged)} acknowledged, all said once; {pace} retried ones at a time; a fresh one waited "
            f"{max(forward, back):.2f} s at most; order kept; no wait is longer than a day")


def days(lab):
    """Four days forward while a bot runs, and five more while none does: nothing is too old for that."""
    bot = lab.bot()
    for number in range(2):
        bot.steps(f"one {number}", "fail 1")
    wait("two failures", lambda: sum(lab.count("failed").values()) == 2)
    lab.control.clock(4 * 86_400)
    bot.steps("fresh")
    lab.settle(30)
    later = bot.steps("later", "fail 1")
    wait("its failure", lambda: lab.store.delivery(later, "state") == "ready" and lab.count("failed", "later"))
    bot.kill()
    lab.control.clock(9 * 86_400)
    bot = lab.bot()
    lab.settle(30)
    bot.stop()
    expect(set(lab.store.states()) == {"done"}, f"there is {lab.store.states()}")
    return "what had failed before was handled, both times"


SCENARIOS = [jumps, days]
