"""What is sent to the servers, and what they must answer."""

import http.client
import json

KILOBYTE = b'{"text":"' + b"x" * 989 + b'"}'
RECEIVED = b"received 1000 bytes\n"

COMMITS = 8
API = "https://api.github.example/repos/octo/parser"


def _person(name):
    return {"name": name, "email": f"{name}@example.org", "username": name}


def _commit(number):
    files = [f"Sources/Parser/Part{number}/File{file}.swift" for file in range(6)]
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


# Like GitHub's: compact, in UTF-8.
PUSH = json.dumps(_push(), separators=(",", ":"), ensure_ascii=False).encode()
PUSHED = (
    f"ada pushed {COMMITS} to octo/parser refs/heads/main at {COMMITS:040x}: "
    f"Fix part {COMMITS} of the parser\n\nIt took “escaped” text for plain text. by ada "
    "https://github.example/octo/parser/compare/0...8"
).encode()

# What every server answers; the plain C one decodes no JSON.
PLAIN_ANSWERS = {"/sync": (KILOBYTE, RECEIVED), "/suspend": (KILOBYTE, RECEIVED)}
ANSWERS = {**PLAIN_ANSWERS, "/push": (PUSH, PUSHED)}


def post(path, body):
    """A whole request, so that it leaves in one piece."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def ask(connection, request):
    """Sends a request on an open socket and returns the status and the content of the answer."""
    connection.sendall(request)
    with http.client.HTTPResponse(connection) as response:
        response.begin()
        return response.status, response.read()
