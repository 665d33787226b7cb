"""Handlers that end the process, hang, and are stopped."""

import signal
import threading
import time

from lab import Ledger, expect, wait


def abort(lab):
    """8: a payload that ends the process each time."""
    settings = {"HARK_ROOMS": "#general"}
    bot = lab.bot(**settings)
    bomb = None
    others = []
    for number in range(51):
        if number == 25:
            bomb = bot.steps("bomb", "await go", "abort")
        else:
            others.append(bot.steps(f"other {number}", "pause 20"))
    lab.touch("go")
    deaths = 0
    while True:
        wait("the end", lambda: bot.process.poll() is not None or deaths and lab.is_idle(), 30)
        if bot.process.poll() is None:
            break
        expect(bot.process.returncode == -signal.SIGABRT, f"it ended with {bot.process.returncode}")
        deaths += 1
        expect(deaths <= 3, "it is not quarantined after three deaths")
        # It may die again before it listens.
        bot = lab.start(lab.options.bot, settings)
    bot.ready()
    wait("a notice for the admins", lambda: "quarantined" in lab.chat.read_text() or bomb in lab.chat.read_text())
    bot.stop()
    states = {one: lab.store.delivery(one, "state") for one in others + [bomb]}
    expect(states.pop(bomb) == "quarantined", f"the payload is {lab.store.delivery(bomb, 'state')}")
    expect(set(states.values()) == {"done"}, f"the others are {states}")
    expect(deaths == 3, f"it died {deaths} times")
    expect(lab.count("begin", "bomb") == 3, "the payload did not run three times")
    return "quarantined at the third death, the 50 others done, admins told"


def hang(lab):
    """9: a handler that hangs, and ignores that it is cancelled."""
    bot = lab.bot(HARK_WORKERS="1")
    hanging = bot.steps("hanging", "hang go", path="/brief")
    wait("the handler", lambda: lab.count("begin", "hanging"))
    bot.steps("next")
    wait("another one's end", lambda: lab.count("end", "next"), 45)
    expect("handler is stuck" in bot.log, "the log does not say so")
    expect(lab.count("begin", "hanging") == 1, "it runs twice in parallel")
    expect(lab.store.delivery(hanging, "state") == "running", "it is not running any more")
    lab.touch("go")
    lab.settle()
    bot.stop()
    expect(lab.count("begin", "hanging") == 1, "it was handled twice")
    return "its worker was replaced, and it ran once"


hang.takes_long = True


def drain(lab):
    """25: SIGTERM while 20 handlers run, and the time for them passes."""
    settings = {"HARK_WORKERS": "20", "HARK_DRAIN_TIMEOUT": "1s"}
    bot = lab.bot(**settings)
    ids = [bot.steps(f"one {number}", "await go") for number in range(20)]
    wait("20 handlers", lambda: sum(lab.count("begin").values()) == 20)
    answers = []
    def send():
        while True:
            try:
                answers.append(bot.steps("late"))
            except OSError:
                return
    bot.process.terminate()
    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    expect(bot.process.wait(timeout=30) == 0, f"SIGTERM ended it with {bot.process.returncode}")
    sender.join(10)
    rows = [(lab.store.delivery(one, "state"), lab.store.delivery(one, "attempt")) for one in ids]
    expect(rows == [("ready", 0)] * 20, f"after the stop there is {rows}")
    for late in answers:
        expect(lab.store.delivery(late, "state") in ("ready", "done"), "an acknowledged one is not stored")
    lab.touch("go")
    bot = lab.bot(**settings)
    lab.settle()
    bot.stop()
    expect(lab.store.column("SELECT max(crashes) FROM delivery") == [0], "a stop counts as a crash")
    expect(set(lab.store.states()) == {"done"}, f"there is {lab.store.states()}")
    return f"20 ready again, no attempt spent, {len(answers)} acknowledged during the stop and handled"


def stop(lab):
    """25: SIGTERM while senders go on."""
    ledger = Ledger(lab.options.senders)
    bot = lab.hark()
    ledger.bot = bot
    time.sleep(1)
    bot.stop()
    ledger.end()
    expect(lab.store.states().get("running", 0) == 0, f"after the stop there is {lab.store.states()}")
    bot = lab.hark()
    lab.settle()
    bot.stop()
    expect(ledger.acknowledged <= set(lab.said()), "an acknowledged delivery was not said")
    expect(lab.store.column("SELECT max(crashes) FROM delivery") == [0], "a stop counts as a crash")
    return f"{len(ledger.acknowledged)} acknowledged, all said"


SCENARIOS = [abort, hang, drain, stop]
