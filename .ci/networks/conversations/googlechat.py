"""A conversation with a bot in Google Chat: what is said, what is received, what happens when things break."""

import pathlib
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import Bot, Platform, lab

google = Platform("googlechat")
PUSH = "[*acme/rocket*] ada pushed 2 commits to main"
SEND = "messages$"


def start(**more):
    return Bot(**{
        "HARK_GOOGLECHAT_ACCOUNT_FILE": lab["GOOGLECHAT_ACCOUNT"], "HARK_GOOGLECHAT_API": lab["GOOGLECHAT_API_URL"],
        "HARK_GOOGLECHAT_AUDIENCE": lab["GOOGLECHAT_PROJECT"], "HARK_GOOGLECHAT_KEYS": lab["GOOGLECHAT_CERTS_URL"],
        "HARK_ROOMS": "#general", "HARK_ADMINS": "googlechat:nobody",
    } | more)


def answered(bot, what, times=1):
    """Waits for so many messages, and a moment for one too many."""
    bot.wait(f"{times} messages after {what}", lambda: len(google.said()) >= times)
    time.sleep(0.5)
    said = google.said()
    bot.expect(f"after {what} there are {len(said)} messages: {[m['text'] for m in said]}", len(said) == times)
    google.forget()
    return said


def conversation():
    bot = start()
    bot.connected("googlechat")
    google.forget()
    google.call("config", {"platform": "googlechat", "url": f"{bot.url}/googlechat", "audience": "project"})

    bot.push()
    [push] = answered(bot, "a push")
    bot.expect(f"a push reads {push['text']!r}", push["shown"].startswith(PUSH))
    bot.expect("the link of a push is not one", "https://github.com/" in push["text"])
    print("Google Chat: a push is in the space")

    bot.deployment("in_progress")
    bot.wait("a deployment", google.said)
    bot.deployment("failure")
    bot.wait("its end", lambda: google.said()[0]["edits"])
    [end] = answered(bot, "the end of a deployment")
    bot.expect(f"a deployment ends with {end['text']!r}", end["text"].startswith("❌ ") and "failed" in end["text"])
    bot.push(event="issues.opened")
    bot.wait("an issue", google.said)
    bot.push(event="issue_comment.created")
    issue, comment = answered(bot, "an issue and a comment", 2)
    bot.expect(f"a comment is in thread {comment['thread']}", comment["thread"] == issue["thread"])
    print("Google Chat: what is about one thing is one thread, and what ends changes")

    question = google.say("whoami")
    bot.expect(f"an event is answered {question['deliveries']}", question["deliveries"][0]["body"] == "{}")
    [answer] = answered(bot, "a question")
    bot.expect(f"the answer is in thread {answer['thread']} of {question}",
               answer["thread"].split("/")[-1] == question["message"].split("/")[-1].split(".")[0])
    for more in ({"user": "bob", "dm": True}, {"room": "ops"}, {"text": "!whoami"}, {"text": "/hark whoami", "command_id": 1}):
        google.say(**{"text": "whoami"} | more)
    google.say("whoami", mention=False)
    said = answered(bot, "four commands", 4)
    bot.expect("a direct message is not answered there", any(m["room"] not in ("general", "ops") for m in said))
    print("Google Chat: commands are answered once, wherever they are given")

    google.say("<users/all> <https://evil.example|click> *bold* `code`")
    [hostile] = answered(bot, "a hostile text")
    bot.expect(f"a stranger pings or hides a link: {hostile}", not hostile["pings"] and "<https" not in hostile["text"])
    for bad in ("sig", "aud", "iss", "expired", "alg", "kid", "missing"):
        [delivery] = google.say("whoami", bad=bad)["deliveries"]
        bot.expect(f"a forgery ({bad}) is answered {delivery['status']}", delivery["status"] == 401)
    time.sleep(0.5)
    bot.expect("a forgery is answered in the space", not google.said())
    google.forget()
    print("Google Chat: a stranger pings nobody, forgeries are refused")

    # Whatever Google answers, the webhook is accepted, and its message comes once.
    for kind in ("429", "500", "502", "503", "html", "reset", "lost", "expired"):
        google.fault(kind, path=SEND, retry_after=1)
        bot.push()
        answered(bot, kind)
    print("Google Chat: a message comes once whatever Google answers")

    bot.expect("the key is in the log", "PRIVATE" not in bot.log and "ya29" not in bot.log)
    bot.expect(f"the platform complains: {google.problems()}", not google.problems())
    bot.stop()

    # The audience may be the URL that Google calls: so the port is chosen before.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/googlechat"
    bot = start(HARK_GOOGLECHAT_KEYS=lab["GOOGLECHAT_JWKS_URL"], HARK_GOOGLECHAT_AUDIENCE=url, HARK_HTTP_PORT=str(port))
    bot.connected("googlechat")
    google.call("config", {"platform": "googlechat", "url": url, "audience": "url"})
    google.say("whoami")
    answered(bot, "a question for an endpoint")
    for bad in ("aud", "iss", "email", "sig"):
        [delivery] = google.say("whoami", bad=bad)["deliveries"]
        bot.expect(f"a forgery ({bad}) for an endpoint is answered {delivery['status']}", delivery["status"] == 401)
    bot.expect(f"the platform complains: {google.problems()}", not google.problems())
    bot.stop()

    bot = start(HARK_ROOMS="#generl")
    bot.connected("googlechat")
    bot.push_in_vain("Did you mean #general?")
    bot.abandon()
    google.call("config", {"platform": "googlechat", "url": None, "audience": "project"})
    print("Google Chat: an endpoint can be the audience; a wrong name is named")


conversation()
