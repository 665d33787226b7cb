import HarkHost

// Code hosts and build services.

extension SignedSample {
    package static let code: [SignedSample] = [
        github, githubSHA1, gitlabToken, gitlabSigning, giteaJSON, giteaForm, forgejo, gogs, bitbucket, jira, linear,
        trello, circleCI, buildkiteSignature, buildkiteToken,
    ]

    /// The body that three code hosts signed in `fixtures/signed`.
    package static let push =
        #"{"ref":"refs/heads/main","repository":{"full_name":"lab/repo"},"pusher":{"name":"alice"},"commits":[]}"#
    private static let pushCode = "a30f230de1d3bdecb02850351654081c696d748a7aedcf2634d95ab9e176f9ce"

    /// docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries, "Testing".
    package static let github = SignedSample(
        name: "github", verifier: .github, secret: "It's a Secret to Everybody",
        request: .delivery("/hook", headers(githubCode), body: "Hello, World!"),
        places: [.body, .encoded("X-Hub-Signature-256", githubCode, .hex)]
    )
    private static let githubCode = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    private static func headers(_ code: String) -> KeyValuePairs<String, String> {
        ["X-Hub-Signature-256": "sha256=\(code)", "X-GitHub-Event": "push", "X-GitHub-Delivery": "d-1"]
    }

    package static let githubSHA1 = SignedSample(
        name: "github sha1", verifier: .githubSHA1, secret: "It's a Secret to Everybody",
        request: .delivery("/hook", ["X-Hub-Signature": "sha1=\(sha1Code)"], body: "Hello, World!"),
        places: [.body, .encoded("X-Hub-Signature", sha1Code, .hex)]
    )
    private static let sha1Code = "01dc10d0c83e72ed246219cdd91669667fe2ca59"

    package static let gitlabToken = SignedSample(
        name: "gitlab token", verifier: .gitlab, secret: "glab-token",
        request: .delivery("/hook", ["X-Gitlab-Token": "glab-token"], body: #"{"object_kind":"push"}"#),
        places: [.header("X-Gitlab-Token", "glab-token")]
    )

    package static let gitlabSigning = SignedSample(
        name: "gitlab signing", verifier: .gitlab, secret: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        key: (.base64, "whsec_"), time: 1_735_689_600,
        request: .delivery(
            "/hook",
            [
                "webhook-id": "msg_gl", "webhook-timestamp": "1735689600",
                "webhook-signature": "v1,ZyPoztYbcWt8pqYcsvP2ywNPQ+B2pNhN6dZS2ky+5qY=",
            ],
            body: #"{"object_kind":"push"}"#
        ),
        places: [
            .body, .header("webhook-id", "msg_gl"), .header("webhook-timestamp", "1735689600"),
            .encoded("webhook-signature", "ZyPoztYbcWt8pqYcsvP2ywNPQ+B2pNhN6dZS2ky+5qY=", .base64),
        ]
    )

    package static let giteaJSON = gitea("gitea", "X-Gitea-Signature")
    package static let forgejo = gitea("forgejo", "X-Forgejo-Signature")
    package static let gogs = gitea("gogs", "X-Gogs-Signature")
    private static func gitea(_ name: String, _ header: String) -> SignedSample {
        SignedSample(
            name: name, verifier: .gitea, secret: "labsecret",
            request: .delivery("/hook", [header: pushCode], body: push),
            places: [.body, .encoded(header, pushCode, .hex)]
        )
    }

    /// The code is that of the JSON in the form's field.
    package static let giteaForm = SignedSample(
        name: "gitea form", verifier: .gitea, secret: "labsecret",
        request: .delivery(
            "/hook", ["X-Gitea-Signature": pushCode],
            body: "payload=%7B%22ref%22%3A%22refs%2Fheads%2Fmain%22%2C%22repository%22%3A%7B%22full_name%22%3A%22lab%2F"
                + "repo%22%7D%2C%22pusher%22%3A%7B%22name%22%3A%22alice%22%7D%2C%22commits%22%3A%5B%5D%7D",
            type: .urlEncodedForm
        ),
        places: [.body, .encoded("X-Gitea-Signature", pushCode, .hex)]
    )

    package static let bitbucket = SignedSample(
        name: "bitbucket", verifier: .bitbucket, secret: "labsecret",
        request: .delivery("/hook", ["X-Hub-Signature": "sha256=\(pushCode)"], body: push),
        places: [.body, .encoded("X-Hub-Signature", pushCode, .hex)]
    )

    package static let jira = SignedSample(
        name: "jira", verifier: .jira, secret: "jira-secret",
        request: .delivery(
            "/hook", ["X-Hub-Signature": "sha256=\(jiraCode)"], body: #"{"webhookEvent":"jira:issue_created"}"#),
        places: [.body, .encoded("X-Hub-Signature", jiraCode, .hex)]
    )
    private static let jiraCode = "4ce4f83412227a95fec604b770261b97c7f5650cf98949a1edb42156781a6f57"

    package static let linear = SignedSample(
        name: "linear", verifier: .linear, secret: "lin_wh_secret", time: 1_676_056_940,
        request: .delivery(
            "/hook", ["Linear-Signature": linearCode],
            body: #"{"action":"create","type":"Issue","webhookTimestamp":1676056940508}"#
        ),
        places: [.body, .encoded("Linear-Signature", linearCode, .hex)]
    )
    private static let linearCode = "7f1b01e2282c7612f4ba310248a964ea16327e81ef037d2f5a0080bf80b4e551"

    package static let trello = SignedSample(
        name: "trello", verifier: .trello, secret: "trello-secret",
        request: .delivery(
            "/trello", ["X-Trello-Webhook": "XWCUjBJ0T8IZPMbAscm8dpF5Nqw="],
            body: #"{"action":{"id":"51f9424bcd6e040f3c002412","type":"updateCard"}}"#,
            baseURL: "https://bot.example.org"
        ),
        places: [.body, .target("/trello"), .encoded("X-Trello-Webhook", "XWCUjBJ0T8IZPMbAscm8dpF5Nqw=", .base64)]
    )

    package static let circleCI = SignedSample(
        name: "circleci", verifier: .circleCI, secret: "circle-secret",
        request: .delivery(
            "/hook", ["circleci-signature": "v1=\(circleCode)"],
            body: #"{"type":"workflow-completed","id":"3888f21b-eaa7-38e3-8f3d-75a63bba8895"}"#
        ),
        places: [.body, .encoded("circleci-signature", circleCode, .hex)]
    )
    private static let circleCode = "f3b2bd36daa713a308286487a4ae73717082de6f7db6e3d8743d1c3c68cf6df4"

    package static let buildkiteSignature = SignedSample(
        name: "buildkite signature", verifier: .buildkite, secret: "buildkite-secret", time: 1_619_071_700,
        request: .delivery(
            "/hook", ["X-Buildkite-Signature": "timestamp=1619071700,signature=\(buildkiteCode)"],
            body: #"{"event":"build.finished"}"#
        ),
        places: [
            .body, .header("X-Buildkite-Signature", "1619071700"),
            .encoded("X-Buildkite-Signature", buildkiteCode, .hex),
        ]
    )
    private static let buildkiteCode = "e60f94e1a4f9ae22b31953fb81ac2a70186b9182790bed792e3228d4c816aabc"

    package static let buildkiteToken = SignedSample(
        name: "buildkite token", verifier: .buildkite, secret: "buildkite-secret",
        request: .delivery("/hook", ["X-Buildkite-Token": "buildkite-secret"], body: #"{"event":"build.finished"}"#),
        places: [.header("X-Buildkite-Token", "buildkite-secret")]
    )
}
