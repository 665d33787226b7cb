"""Requests as strangers write them, and deliveries as their providers sign them."""
import hashlib, hmac, json, os, re, time, uuid

SECRET = "a-secret-for-attacks-only-0123456789"
FIXTURES = os.path.join(os.path.dirname(os.path.realpath(__file__)), "../../Plugins")


def request(method, path, body=b"", headers=(), host="localhost", keep=False, length=None):
    """The bytes of a request. `length` is the announced one, where it is not that of `body`."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"] if host else [f"{method} {path} HTTP/1.1"]
    pairs = list(dict(headers).items()) if isinstance(headers, dict) else list(headers)
    names = {name.lower() for name, _ in pairs}
    if method != "GET" and "transfer-encoding" not in names:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    if method != "GET" and "content-type" not in names:
        lines.append("Content-Type: application/json")
    if not keep:
        lines.append("Connection: close")
    lines += [f"{name}: {value}" for name, value in pairs]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body


def digest(body):
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def stripe(body):
    moment = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={moment},v1={mac}"}


def unique():
    return str(uuid.uuid4())


# The header fields of each plugin's provider, for a body and an event.
PROOFS = {
    "alertmanager": lambda body, event: {"Authorization": f"Bearer {SECRET}"},
    "bitbucket": lambda body, event: {
        "X-Hub-Signature": f"sha256={digest(body)}", "X-Event-Key": event, "X-Request-UUID": unique()},
    "circleci": lambda body, event: {"circleci-signature": f"v1={digest(body)}"},
    "gitea": lambda body, event: {
        "X-Gitea-Signature": digest(body), "X-Gitea-Event": event, "X-Gitea-Delivery": unique()},
    "github": lambda body, event: {
        "X-Hub-Signature-256": f"sha256={digest(body)}", "X-GitHub-Event": event, "X-GitHub-Delivery": unique()},
    "gitlab": lambda body, event: {
        "X-Gitlab-Token": SECRET, "X-Gitlab-Event": event, "Idempotency-Key": unique()},
    "grafana": lambda body, event: {"X-Grafana-Alerting-Signature": digest(body)},
    "jenkins": lambda body, event: {"Authorization": f"Bearer {SECRET}"},
    "jira": lambda body, event: {
        "X-Hub-Signature": f"sha256={digest(body)}", "X-Atlassian-Webhook-Identifier": unique()},
    "pagerduty": lambda body, event: {"X-PagerDuty-Signature": f"v1={digest(body)}"},
    "relay": lambda body, event: {"Authorization": f"Bearer {SECRET}"},
    "sentry": lambda body, event: {
        "Sentry-Hook-Signature": digest(body), "Sentry-Hook-Resource": event, "Request-ID": unique()},
    "stripe": lambda body, event: stripe(body),
}

# The status with which a plugin's stored deliveries are acknowledged: 202, unless the provider wants another one.
OTHER_ACKNOWLEDGEMENTS = {"bitbucket": 200, "gitlab": 200, "jira": 200}


def acknowledgement(plugin):
    return OTHER_ACKNOWLEDGEMENTS.get(plugin, 202)


# What a provider calls the events that its fixtures are named after.
EVENTS = {
    "bitbucket": lambda name: name.replace("_", ":", 2 if re.match("(pr|repo)_(comment_(added|edited|deleted)|reviewer)", name) else 1),
    "gitlab": lambda name: name.replace("_", " ").title(),
    # The payload names it.
    "stripe": lambda name: "",
}


# Where the payloads of a plugin say which delivery they are; others say so in a header field.
IDENTIFIERS = {
    "alertmanager": ("groupKey",), "circleci": ("id",), "grafana": ("groupKey",), "pagerduty": ("event", "id"),
    "stripe": ("id",),
}


def replaced(payload, path, text):
    """A copy of a payload with another text in one place."""
    copy = payload.copy()
    copy[path[0]] = text if len(path) == 1 else replaced(payload[path[0]], path[1:], text)
    return copy


def renewed(plugin, payload):
    """A copy of a payload that is not taken for one that came before."""
    try:
        return replaced(payload, IDENTIFIERS[plugin], unique()) if plugin in IDENTIFIERS else payload
    except (KeyError, TypeError):  # an older form of the payload has none
        return payload


def delivery(plugin, body, event="push", headers=(), path=None, keep=False, host="localhost"):
    """The bytes of a delivery that its provider signed."""
    return request(
        "POST", path or f"/{plugin}", body, PROOFS[plugin](body, event) | dict(headers), keep=keep, host=host)


def push(title="Heat the pump", size=7000, **members):
    """A push as GitHub sends it, of about `size` bytes."""
    commit = {"id": uuid.uuid4().hex + "00000000", "message": title, "author": {"name": "ada"}}
    payload = {
        "ref": "refs/heads/main", "before": "1" * 40, "after": uuid.uuid4().hex + "00000000",
        "repository": {"full_name": "acme/rocket", "html_url": "https://github.com/acme/rocket"},
        "compare": "https://github.com/acme/rocket/compare/a...b",
        "pusher": {"name": "ada"}, "sender": {"login": "ada"},
        "head_commit": commit, "commits": [commit],
    } | members
    text = json.dumps(payload)
    if len(text) < size:
        payload["padding"] = "x" * (size - len(text))
    return json.dumps(payload).encode()


def alerts(*alerts):
    """A notification of Alertmanager about alerts that fire, each a pair of labels and annotations."""
    listed = [
        {"status": "firing", "labels": labels, "annotations": annotations, "fingerprint": uuid.uuid4().hex[:16],
         "startsAt": "2026-01-01T00:00:00Z"} for labels, annotations in alerts]
    payload = {"version": "4", "groupKey": unique(), "status": "firing", "alerts": listed}
    return json.dumps(payload, ensure_ascii=False).encode()


def small(plugin, mark="db-1"):
    """An ordinary delivery, whose message has the mark."""
    if plugin == "alertmanager":
        return delivery(plugin, alerts(({"alertname": "DiskFull", "instance": mark}, {"summary": "disk is full"})))
    return delivery("github", push(f"Heat the pump of {mark}"))


def fixtures(plugin):
    """The recorded payloads of a plugin's tests: name, event, and what they hold."""
    folder = next(name for name in os.listdir(FIXTURES) if name.lower() == plugin)
    place = f"{FIXTURES}/{folder}/Tests/Fixtures"
    for name in sorted(os.listdir(place)):
        if name.endswith(".json"):
            event = name.split(".")[0]
            with open(f"{place}/{name}", encoding="utf-8") as file:
                yield name, EVENTS.get(plugin, str)(event), json.load(file)
