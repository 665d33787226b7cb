/// A payload for each event that is told, with every field that its line is made of. `~` stands where strangers write.
let samplePayloads: KeyValuePairs = [
    "check_run": sample(
        """
        "action": "completed", "check_run": {
            "name": "lint~", "head_sha": "0123456789~", "conclusion": "odd~", "html_url": "https://github.com/~",
            "check_suite": {"head_branch": "main~"}
        }
        """
    ),
    "commit_comment": sample(
        """
        "action": "created",
        "comment": {"body": "Nice.~", "commit_id": "0123456789~", "html_url": "https://github.com/~"}
        """
    ),
    "create": sample(#""ref": "v1~", "ref_type": "tag~""#),
    "delete": sample(#""ref": "v1~", "ref_type": "tag~""#),
    "deployment_status": sample(
        """
        "action": "created", "deployment": {"ref": "main~"}, "deployment_status": {
            "state": "success", "environment": "production~", "environment_url": "https://x/~", "log_url": "https://x/~"
        }
        """
    ),
    "discussion": sample(
        """
        "action": "created", "discussion": {"number": 4, "title": "How?~", "html_url": "https://github.com/~"}
        """
    ),
    "fork": sample(
        """
        "forkee": {"name": "repo~", "full_name": "bob/repo~", "html_url": "https://github.com/~", "stargazers_count": 0}
        """
    ),
    "issue_comment": sample(
        """
        "action": "created", "comment": {"body": "Yes.~", "html_url": "https://github.com/~"}, "issue": {
            "number": 7, "title": "It breaks~", "html_url": "https://github.com/~",
            "pull_request": {"url": "https://github.com/~"}
        }
        """
    ),
    "issues": sample(
        """
        "action": "assigned", "assignee": {"login": "bob~"}, "issue": {
            "number": 7, "title": "It breaks~", "state_reason": "completed~", "html_url": "https://github.com/~"
        }
        """
    ),
    "ping": sample(#""zen": "Design for failure.~", "organization": {"login": "octo~"}"#),
    "pull_request": sample(
        """
        "action": "closed", "requested_reviewer": {"login": "bob~"}, "requested_team": {"name": "Core~"},
        "assignee": {"login": "bob~"}, "pull_request": {
            "number": 2, "title": "Faster~", "html_url": "https://github.com/~", "draft": false, "merged": true,
            "base": {"ref": "main~"}
        }
        """
    ),
    "pull_request_review": sample(
        """
        "action": "submitted", "review": {"state": "approved", "html_url": "https://github.com/~"},
        "pull_request": {"number": 2, "title": "Faster~"}
        """
    ),
    "push": sample(
        """
        "ref": "refs/heads/main~", "after": "0123456789~", "created": false, "deleted": false, "forced": true,
        "compare": "https://github.com/~", "pusher": {"name": "ada~"}, "head_commit": {"message": "Fix it~"},
        "commits": [{"message": "Break it~"}, {"message": "Fix it~"}]
        """
    ),
    "release": sample(
        """
        "action": "published",
        "release": {"tag_name": "1.0~", "name": "One~", "html_url": "https://github.com/~", "prerelease": true}
        """
    ),
    "star": sample(#""action": "created""#),
    "workflow_run": sample(
        """
        "action": "completed", "workflow": {"name": "CI~"}, "workflow_run": {
            "name": "CI~", "run_number": 163, "head_branch": "main~", "conclusion": "odd~",
            "html_url": "https://github.com/~", "run_started_at": "2026-01-01T10:00:00Z",
            "updated_at": "2026-01-01T10:01:05Z"
        }
        """
    ),
]

/// A payload of these fields and those that all payloads share.
private func sample(_ fields: String) -> String {
    """
    {
        \(fields),
        "repository": {
            "name": "repo~", "full_name": "octo/repo~", "html_url": "https://github.com/~", "stargazers_count": 12
        },
        "sender": {"login": "ada~"}
    }
    """
}
