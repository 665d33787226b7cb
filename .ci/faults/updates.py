"""A bot that is updated: its rows, and its plugins, are others."""

import sqlite3

from lab import expect, wait

# In seconds.
DAY = 86_400


def rows(lab):
    """22: a row renamed, a body with another type, a placeholder added."""
    bot = lab.bot(FAULTS_BOT="older")
    paths = ("/renamed", "/retyped", "/placed", "/kept")
    ids = {path: bot.steps(path[1:], "fail 1", path=path) for path in paths}
    wait("four failures", lambda: sum(lab.count("failed").values()) == 4)
    bot.stop()
    states = lambda: [lab.store.delivery(ids[path], "state") for path in paths]
    bot = lab.bot(FAULTS_BOT="newer")
    wait("the outcomes", lambda: states() == ["homeless", "dead", "homeless", "done"], 30)
    outcome = lab.store.delivery(ids["/retyped"], "outcome")
    expect("count" in outcome, f"the reason is “{outcome}”")
    expect("no route" in bot.log, "the log says nothing of those without a route")
    bot.stop()
    bot = lab.bot(FAULTS_BOT="older")
    bot.call("replay", ids["/retyped"], "--yes")
    lab.settle(30)
    bot.stop()
    expect(states() == ["done"] * 4, f"after the fix there is {states()}")
    return "homeless, dead with the decoding error, homeless, done; after the fix all done"


def plugin(lab):
    """23: a plugin is removed, and comes back; another time it stays away for a week in which the bot runs."""
    bot = lab.bot(FAULTS_BOT="older")
    one = bot.steps("one", "fail 1", path="/kept")
    wait("a failure", lambda: lab.count("failed", "one"))
    bot.stop()
    bot = lab.bot()
    expect(lab.store.delivery(one, "state") == "homeless", f"it is {lab.store.delivery(one, 'state')}")
    expect("no route" in bot.log, f"the log says nothing of it: {bot.log[-400:]}")
    bot.stop()
    bot = lab.bot(FAULTS_BOT="older")
    lab.settle(30)
    two = bot.steps("two", "fail 1", path="/kept")
    wait("a failure", lambda: lab.count("failed", "two"))
    bot.stop()
    expect(lab.store.delivery(one, "state") == "done", "it did not run when the plugin was back")
    bot = lab.bot()
    bot.stop()
    # A week in which no bot runs does not count.
    lab.control.clock(8 * DAY)
    bot = lab.bot()
    bot.stop()
    expect(lab.store.delivery(two, "state") == "homeless", "it was given up while no bot ran")
    with sqlite3.connect(lab.data / "hark.db") as connection:
        connection.execute("UPDATE delivery SET due = due - ? WHERE state = 'homeless'", [8 * DAY * 1000])
    connection.close()
    bot = lab.bot()
    wait("the end of its week", lambda: lab.store.delivery(two, "state") == "dead")
    bot.stop()
    return "homeless and said so, done when it was back, kept while no bot ran, dead after a week"


SCENARIOS = [rows, plugin]
