"""SIGKILL: at each point of a delivery's way, and at random moments under load."""

import http.client
import json
import re
import threading
import time

from lab import Ledger, expect, wait


class Sender(threading.Thread):
    """Sends one push, and keeps its answer; None if there was none."""

    def __init__(self, bot, number):
        super().__init__(daemon=True)
        self.bot, self.number, self.answer = bot, number, None
        self.start()

    def run(self):
        try:
            self.answer = self.bot.push(self.number)
        except (OSError, http.client.HTTPException):
            pass


def before_commit(lab):
    """1: killed before the commit is in the file."""
    bot = lab.hark(HARK_STORE_TIMEOUT="60s")
    lab.control.set(hold_writes=1)
    sender = Sender(bot, 1)
    lab.control.wait_held()
    bot.kill()
    lab.control.clear()
    sender.join(10)
    expect(sender.answer is None, f"it was answered {sender.answer}")
    bot = lab.hark()
    expect(lab.store.states() == {}, f"there is {lab.store.states()}")
    status, text = bot.push(1)
    expect(status == 202 and text.startswith("stored "), f"the repetition was answered {status} {text}")
    lab.settle()
    bot.stop()
    expect(lab.said() == {1: 1}, f"it said {lab.said()}")
    return "no answer; the repetition was new"


def before_answer(lab):
    """2: killed after the commit is in the file, before the answer."""
    bot = lab.hark(HARK_STORE_TIMEOUT="60s")
    lab.control.set(hold_syncs=1)
    sender = Sender(bot, 1)
    lab.control.wait_held()
    bot.kill()
    lab.control.clear()
    sender.join(10)
    expect(sender.answer is None, f"it was answered {sender.answer}")
    bot = lab.hark()
    lab.settle()
    expect(bot.push(1) == (202, "duplicate"), "the repetition is no duplicate")
    bot.stop()
    expect(lab.said() == {1: 1}, f"it said {lab.said()}")
    return "no answer; handled after the start; the repetition was a duplicate"


def before_handler(lab):
    """3: killed after the answer, before the handler begins."""
    bot = lab.bot(HARK_WORKERS="1")
    bot.steps("first", "touch begun", "await go")
    wait("the first handler", lambda: lab.has("begun"))
    second = bot.steps("second")
    bot.kill()
    lab.touch("go")
    bot = lab.bot(HARK_WORKERS="1")
    wait("the second one's end", lambda: lab.count("end", "second"), 2)
    lab.settle()
    bot.stop()
    expect(lab.count("begin", "second") == 1, "the second one began more than once")
    expect(lab.store.delivery(second, "crashes") == 0, "a crash is counted for a handler that had not begun")
    return "handled within 2 s of the start"


def in_handler(lab):
    """4: killed inside the handler, after it has said something."""
    room = lab.room()
    settings = {"HARK_KEYED_ROOMS": room.urls("ops")}
    bot = lab.bot(**settings)
    one = bot.steps("one", "announce ops Half-way.", "touch begun", "await go")
    wait("the handler", lambda: lab.has("begun"))
    # A message that is on its way is `before_note`'s.
    wait("its message", lambda: lab.store.unsaid() == 0)
    bot.kill()
    lab.touch("go")
    bot = lab.bot(**settings)
    lab.settle()
    bot.stop()
    expect((lab.count("begin", "one"), lab.count("end", "one")) == (2, 1), f"the journal: {lab.journal.read_text()}")
    expect(lab.store.delivery(one, "crashes") == 1, "no crash is counted")
    expect(room.texts("ops") == ["Half-way."], f"the room has {room.texts('ops')}")
    return "handled again as a suspect; its message stands once"


def before_finish(lab):
    """5: killed after the handler, before that is committed."""
    room = lab.room()
    settings = {"HARK_KEYED_ROOMS": room.urls("ops")}
    bot = lab.bot(**settings)
    bot.steps("one", "announce ops Done.", "touch begun", "await go")
    wait("the handler", lambda: lab.has("begun"))
    wait("its message", lambda: lab.store.unsaid() == 0)
    lab.control.set(hold_writes=1)
    lab.touch("go")
    wait("the handler's end", lambda: lab.count("end", "one"))
    lab.control.wait_held()
    bot.kill()
    lab.control.clear()
    bot = lab.bot(**settings)
    lab.settle()
    bot.stop()
    expect(lab.count("end", "one") == 2, f"the journal: {lab.journal.read_text()}")
    expect(room.texts("ops") == ["Done."], f"the room has {room.texts('ops')}")
    return "handled again; its message stands once"


def before_note(lab):
    """6: killed between a network's answer and the commit that notes it."""
    room = lab.room()
    settings = {"HARK_KEYED_ROOMS": room.urls("ops"), "HARK_WEBHOOK_ROOMS": room.urls("dev")}
    for name in ("keyed:ops", "webhook:dev"):
        bot = lab.bot(**settings)
        room.before_answer = lambda post: lab.control.set(hold_writes=1)
        bot.steps(name, f"announce {name} Said.")
        lab.control.wait_held()
        # The answer is on its way, and what it changes is not committed.
        time.sleep(0.1)
        bot.kill()
        room.before_answer = None
        lab.control.clear()
        bot = lab.bot(**settings)
        wait(f"the second message of {name}", lambda: len(room.texts(name.split(":")[1])) == 2)
        lab.settle()
        bot.stop()
    keys = room.keys("ops")
    expect(len(keys) == 2 and len(set(keys)) == 1, f"the network with keys got {keys}")
    expect(room.texts("dev") == ["Said.", "Said. (again?)"], f"the other one has {room.texts('dev')}")
    return "the same key, or one message with a mark"


def kills(lab):
    """7: killed at random moments under load; the rooms tell what was said twice by its key."""
    room = lab.room()
    # As many rooms as their queues need: a room that falls 1,000 messages behind leaves some out.
    names = [f"room-{number}" for number in range(32)]
    settings = {"HARK_KEYED_ROOMS": room.urls(*names)}

    def deliver(bot, number):
        steps = [f"announce {names[number % 32]} Number {number}."]
        return bot.post("/steps", json.dumps({"name": str(number), "steps": steps}))

    ledger = Ledger(lab.options.senders, deliver)
    slowest = 0
    for _ in range(lab.options.kills):
        bot = lab.bot(**settings)
        slowest = max(slowest, bot.duration)
        ledger.bot = bot
        time.sleep(lab.random.uniform(0.02, 0.6))
        ledger.bot = None
        bot.kill()
    ledger.end()
    # Each kill makes suspects of what ran, and those run one at a time.
    bot = lab.bot(**settings)
    slowest = max(slowest, bot.duration)
    lab.settle(300)
    wait("the end of all messages", lambda: lab.store.unsaid() == 0, 120)
    bot.stop()
    states = lab.store.states()
    numbers = lambda text: {int(number) for number in re.findall(r"Number (\d+)\.", text)}
    posts = [post for name in names for post in room.keys(name)]
    heard = set().union(*(numbers(text) for _, text in posts))
    quarantined = states.get("quarantined", 0)
    lost = ledger.acknowledged - heard
    expect(len(lost) <= quarantined, f"{len(lost) - quarantined} were acknowledged and not said: {sorted(lost)[:10]}")
    expect(sum(states.values()) >= len(ledger.acknowledged), f"{len(ledger.acknowledged)} acknowledged, {states}")
    expect(set(states) <= {"done", "quarantined"}, f"there is {states}")
    distinct = [text for _, text in set(posts)]
    twice = len([text for text in distinct if numbers(text)]) - len(heard)
    expect(twice == 0, f"{twice} messages stand twice, with another key")
    expect(slowest < 2, f"a start took {slowest:.1f} s")
    return (f"{lab.options.kills} kills, {lab.options.senders} senders, {len(ledger.acknowledged)} acknowledged of "
            f"{ledger.next} sent, 0 lost, 0 said twice, {len(posts) - len(set(posts))} repeated with their keys, "
            f"{quarantined} quarantined, {states.get('done', 0)} done, slowest start {slowest:.2f} s")


def terminal_kills(lab):
    """7: the same with the default bot, whose terminal shows each message at once."""
    ledger = Ledger(lab.options.senders)
    slowest = 0
    for _ in range(lab.options.kills):
        bot = lab.hark()
        slowest = max(slowest, bot.duration)
        ledger.bot = bot
        time.sleep(lab.random.uniform(0.02, 0.6))
        ledger.bot = None
        bot.kill()
    ledger.end()
    bot = lab.hark()
    lab.settle(300)
    bot.stop()
    states = lab.store.states()
    quarantined = states.get("quarantined", 0)
    lost = ledger.acknowledged - set(lab.said())
    expect(len(lost) <= quarantined, f"{len(lost) - quarantined} were acknowledged and not said: {sorted(lost)[:10]}")
    expect(set(states) <= {"done", "quarantined"}, f"there is {states}")
    expect(slowest < 2, f"a start took {slowest:.1f} s")
    again = sum(count - 1 for count in lab.said().values())
    return (f"{lab.options.kills} kills, {lab.options.senders} senders, {len(ledger.acknowledged)} acknowledged of "
            f"{ledger.next} sent, 0 lost, {again} said again by the terminal, {quarantined} quarantined, "
            f"slowest start {slowest:.2f} s")


SCENARIOS = [
    before_commit, before_answer, before_handler, in_handler, before_finish, before_note, kills, terminal_kills]
