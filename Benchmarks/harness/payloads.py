"""What is sent to the servers, and what they must answer."""

import hmac
import http.client
import json

KILOBYTE = b'{"text":"' + b"x" * 989 + b'"}'
RECEIVED = b"received 1000 bytes\n"

COMMITS, EVENT_COMMITS = 8, 3
API = "https://api.github.example/repos/octo/parser"


def _person(name):
    return {"name": name, "email": f"{name}@example.org", "username": name}


def _commit(number, files=6):
    files = [f"Sources/Parser/Part{number}/File{file}.swift" for file in range(files)]
    return {
        "id": f"{number:040x}",
        "tree_id": f"{number + 100:040x}",
        "distinct": True,
        "message": f"Fix part {number} of the parser\n\nIt took “escaped” text for plain text.",
        "timestamp": "2026-01-31T12:00:00+01:00",
        "url": f"https://github.example/octo/parser/commit/{number:040x}",
        "author": _person("ada"),
        "committer": _person("grace"),
        "added": files[:2],
        "removed": [],
        "modified": files[2:],
    }


def _push():
    repository = {"id": 1296269, "name": "parser", "full_name": "octo/parser", "private": False, "description": None}
    links = {f"link_{number}_url": f"{API}/links/{number}{{/id}}" for number in range(48)}
    return {
        "ref": "refs/heads/main",
        "before": f"{0:040x}",
        "after": f"{COMMITS:040x}",
        "compare": "https://github.example/octo/parser/compare/0...8",
        "forced": False,
        "repository": {**repository, **links, "topics": ["parser", "swift"], "default_branch": "main"},
        "pusher": _person("ada"),
        "sender": {"login": "ada", "id": 1, "site_admin": False},
        "commits": [_commit(number) for number in range(1, COMMITS + 1)],
    }


def _account(name, number):
    """Someone, with the links that GitHub gives to each account."""
    page = f"https://api.github.example/users/{name}"
    links = (
        "events", "followers", "following", "gists", "organizations", "received_events", "repos", "starred",
        "subscriptions",
    )
    return {
        "login": name,
        "id": number,
        "node_id": f"U_{number:016x}",
        "avatar_url": f"https://avatars.github.example/u/{number}?v=4",
        "url": page,
        "html_url": f"https://github.example/{name}",
        **{f"{link}_url": f"{page}/{link}" for link in links},
        "type": "User",
        "user_view_type": "public",
        "site_admin": False,
    }


def _repository():
    """A repository as deliveries have it: links, mostly."""
    links = (
        "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents",
        "contributors", "deployments", "downloads", "events", "forks", "git_commits", "git_refs", "git_tags", "hooks",
        "issue_comment", "issue_events", "issues", "keys", "labels", "languages", "merges", "milestones",
        "notifications", "pulls", "releases", "stargazers", "statuses", "subscribers", "subscription", "tags", "teams",
    )
    counts = ("forks_count", "open_issues_count", "size", "stargazers_count", "watchers_count", "forks", "open_issues")
    return {
        "id": 1296269,
        "node_id": f"R_{1296269:016x}",
        "name": "parser",
        "full_name": "octo/parser",
        "private": False,
        "owner": {**_person("octo"), **_account("octo", 583231)},
        "html_url": "https://github.example/octo/parser",
        "description": "Reads what others wrote",
        "fork": False,
        "url": API,
        **{f"{link}_url": f"{API}/{link}" for link in links},
        "created_at": 1700000000,
        "updated_at": "2026-01-31T11:00:00Z",
        "pushed_at": 1769857201,
        **{f"has_{part}": True for part in ("discussions", "downloads", "issues", "pages", "projects", "wiki")},
        **{count: 12 for count in counts},
        "language": "Swift",
        "license": None,
        "topics": ["parser", "swift"],
        "visibility": "public",
        "default_branch": "main",
    }


def _event():
    commits = [_commit(number, files=1) for number in range(1, EVENT_COMMITS + 1)]
    return {
        "ref": "refs/heads/main",
        "before": f"{0xBEF0:040x}",
        "after": commits[-1]["id"],
        "repository": _repository(),
        "pusher": {"name": "ada", "email": "ada@example.org"},
        "sender": _account("ada", 1815),
        "created": False,
        "deleted": False,
        "forced": False,
        "base_ref": None,
        "compare": "https://github.example/octo/parser/compare/0...3",
        "commits": commits,
        "head_commit": commits[-1],
    }


def _encoded(value):
    """JSON like GitHub's: compact, in UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


PUSH = _encoded(_push())
PUSHED = (
    f"ada pushed {COMMITS} to octo/parser refs/heads/main at {COMMITS:040x}: "
    f"Fix part {COMMITS} of the parser\n\nIt took “escaped” text for plain text. by ada "
    "https://github.example/octo/parser/compare/0...8"
).encode()

# The whole of what GitHub delivers for a push, and what its plugin says in the chat.
EVENT = _encoded(_event())
ANNOUNCED = (
    f"[#general] [octo/parser] ada pushed {EVENT_COMMITS} commits to main: Fix part {EVENT_COMMITS} of the parser "
    f"(+{EVENT_COMMITS - 1} more) https://github.example/octo/parser/compare/0...3\n"
)
SECRET = "benchmark"


def post(path, body, headers=None):
    """A whole request, so that it leaves in one piece."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    more = "".join(f"\r\n{name}: {value}" for name, value in (headers or {}).items())
    return (head + more).encode() + b"\r\n\r\n" + body


def deliver(identifier, signed, more_headers=None, event="push", body=None):
    """The push as GitHub's request, or another event; the signature is of the push alone."""
    headers = {
        **(more_headers or {}),
        "Accept": "*/*",
        "User-Agent": "GitHub-Hookshot/0123456",
        "X-GitHub-Delivery": identifier,
        "X-GitHub-Event": event,
        "X-GitHub-Hook-ID": "1296269",
        "X-GitHub-Hook-Installation-Target-ID": "1296269",
        "X-GitHub-Hook-Installation-Target-Type": "repository",
    }
    if signed:
        for name, algorithm in (("X-Hub-Signature", "sha1"), ("X-Hub-Signature-256", "sha256")):
            headers[name] = f"{algorithm}={hmac.new(SECRET.encode(), EVENT, algorithm).hexdigest()}"
    return post("/github", EVENT if body is None else body, headers)


# What every server answers to which request, with status and content; the plain C one decodes no JSON.
PLAIN_ANSWERS = ((post("/sync", KILOBYTE), 200, RECEIVED), (post("/suspend", KILOBYTE), 200, RECEIVED))
ANSWERS = (*PLAIN_ANSWERS, (post("/push", PUSH), 200, PUSHED))

# What Hark answers besides. It stores them, and handles them afterwards.
STORED_ANSWERS = (
    *ANSWERS,
    (post("/stored", KILOBYTE, {"X-Request-Id": "one"}), 202, b"stored one"),
    (post("/slow", KILOBYTE, {"X-Request-Id": "two"}), 202, b"stored two"),
)

# What the stock bot answers. Each delivery is new to it once.
_ECHO = (post("/echo", KILOBYTE), 200, KILOBYTE)
UNSIGNED_ANSWERS = (_ECHO, (deliver("1", signed=False), 200, b"OK"), (deliver("1", signed=False), 200, b"duplicate"))
SIGNED_ANSWERS = (
    _ECHO,
    (deliver("1", signed=False), 401, b"Unauthorized"),
    (deliver("1", signed=True), 200, b"OK"),
    (deliver("1", signed=True), 200, b"duplicate"),
)
STORED_PUSH_ANSWERS = (
    _ECHO,
    (deliver("1", signed=False), 401, b"Unauthorized"),
    (deliver("1", signed=True, more_headers={"X-Request-Id": "one"}), 202, b"stored one"),
    (deliver("1", signed=True), 202, b"duplicate"),
)


def ask(connection, request):
    """Sends a request on an open socket and returns the status and the content of the answer."""
    connection.sendall(request)
    with http.client.HTTPResponse(connection) as response:
        response.begin()
        return response.status, response.read()
