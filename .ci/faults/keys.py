"""Deliveries that belong together, and deliveries that are repeated."""

import threading

from lab import expect, wait


def repetitions(lab):
    """17: the same delivery ten times at once is one delivery."""
    bot = lab.hark()
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(bot.push(1, "same"))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lab.settle()
    bot.stop()
    expect(sorted(status for status, _ in answers) == [202] * 10, f"it answered {answers}")
    expect(lab.said() == {1: 1}, f"it said {lab.said()}")
    expect(lab.store.column("SELECT count(*) FROM delivery") == [1], "there is more than one row")
    bot = lab.hark()
    expect(bot.push(1, "same") == (202, "duplicate"), "after a restart it is not a duplicate")
    bot.stop()
    return "ten at once and one after a restart: one row, one run"


def latest(lab):
    """18: three pushes of one repository during a deploy; also over a kill."""
    bot = lab.bot()
    for path in ("/latest", "/cancelling"):
        states = lambda: [lab.store.delivery(one, "state") for one in ids]
        name = path[1:]
        ids = [bot.steps(f"{name} 1", f"await {name}", path=path, key="rocket")]
        wait("the first one", lambda: lab.count("begin", f"{name} 1"))
        ids.append(bot.steps(f"{name} 2", f"await {name}", path=path, key="rocket"))
        if path == "/latest":
            expect(states() == ["running", "waiting"], f"there is {states()}")
        ids.append(bot.steps(f"{name} 3", path=path, key="rocket"))
        lab.touch(name)
        lab.settle()
        outcomes = (["done", "superseded", "done"],) if path == "/latest" else (
            ["cancelled", "superseded", "done"], ["cancelled", "done", "done"], ["cancelled", "cancelled", "done"])
        expect(states() in outcomes, f"{path} ends with {states()}")
        expect(lab.count("end", f"{name} 3") == 1, "the newest one did not run")
    ids = [bot.steps("killed 1", "await never", path="/latest", key="rocket")]
    ids += [bot.steps(f"killed {number}", "await go", path="/latest", key="rocket") for number in (2, 3)]
    bot.kill()
    lab.touch("never")
    lab.touch("go")
    bot = lab.bot()
    lab.settle()
    bot.stop()
    # What was interrupted is due: it runs again before the newest.
    expect(states() == ["done", "superseded", "done"], f"after a kill it ends with {states()}")
    return "first done or cancelled, second superseded, third done; the same over a kill"


def serial(lab):
    """19: 1,000 deliveries of 50 keys, in order; some fail, one key always."""
    bot = lab.bot()
    def send(key):
        for number in range(20):
            steps = ["postpone 1"] if fails[key][number] else []
            bot.steps(f"key-{key} {number}", *steps, path="/serial", key=f"key-{key}")
    fails = [[lab.random.random() < 0.05 for _ in range(20)] for _ in range(50)]
    failing = [bot.steps(f"failing {number}", "fail 99", path="/serial", key="failing") for number in range(3)]
    threads = [threading.Thread(target=send, args=(key,), daemon=True) for key in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait("the end of all keys but one", lambda: len(lab.order("end")) == 1000, 60)
    states = [lab.store.delivery(one, "state") for one in failing]
    expect(states[0] in ("ready", "running") and states[1:] == ["waiting", "waiting"],
           f"the key that fails has {states}")
    bot.stop()
    orders = {}
    for name in lab.order("end"):
        key, number = name.split()
        orders.setdefault(key, []).append(int(number))
    wrong = {key: order for key, order in orders.items() if order != sorted(order)}
    expect(not wrong, f"out of order: {wrong}")
    postponed = sum(lab.count("postponed").values())
    return f"1,000 in order, {postponed} of them at their second attempt; the key that fails held no other"


SCENARIOS = [repetitions, latest, serial]
