import HarkHost

// Chat, calls, money and mail.

extension SignedSample {
    package static let chat: [SignedSample] = [
        slack, slackFixture, standardWebhooks, standardPublicKey, svix, stripe, discord, telegram, mattermostForm,
        mattermostJSON, teams, twilioForm, twilioJSON, zoom, shopify, sendGrid, meta, okta,
    ]

    /// The slash command of docs.slack.dev/authentication/verifying-requests-from-slack.
    package static let slack = SignedSample(
        name: "slack", verifier: .slack, secret: "8f742231b10e8888abcd99yyyzzz85a5", time: 1_531_420_618,
        request: .delivery(
            "/hook", ["X-Slack-Request-Timestamp": "1531420618", "X-Slack-Signature": "v0=\(slackCode)"],
            body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
                + "channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
                + "response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZ"
                + "RskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
            type: .urlEncodedForm
        ),
        places: [
            .body, .header("X-Slack-Request-Timestamp", "1531420618"),
            .encoded("X-Slack-Signature", slackCode, .hex),
        ]
    )
    private static let slackCode = "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"

    package static let slackFixture = SignedSample(
        name: "slack challenge", verifier: .slack, secret: "8f742231b10e8888abcd99yyyzzz85a5", time: 1_795_466_239,
        request: .delivery(
            "/hook",
            [
                "X-Slack-Request-Timestamp": "1795466239",
                "X-Slack-Signature": "v0=7f2c0b1fe8c5eabe0a5bb1e2729e89cac593c7e50bb0a94e519ced501dab7115",
            ],
            body: #"{"token":"x","type":"url_verification","#
                + #""challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}"#
        ),
        places: [.body]
    )

    /// The vector of github.com/standard-webhooks/standard-webhooks, "libraries".
    package static let standardWebhooks = standard(
        "standard webhooks", secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", key: (.base64, ""),
        version: "v1", code: "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )

    /// The key is the first of RFC 8032, 7.1.
    package static let standardPublicKey = standard(
        "standard webhooks, public key", secret: "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        key: (.base64, "whpk_"), version: "v1a",
        code: "fldxM4gAKugP6nnt1hdz3sgGfZ6d99nzrMFnZOELIxbzEHoVmAb2ADpkJK7zgPePmPsle0zV9jSeGlHFG2NVAw=="
    )

    private static func standard(
        _ name: String,
        secret: String,
        key: (SignatureText, String),
        version: String,
        code: String
    ) -> SignedSample {
        SignedSample(
            name: name, verifier: .standardWebhooks, secret: secret, key: key, time: 1_614_265_330,
            request: .delivery(
                "/hook",
                [
                    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
                    "webhook-signature": "\(version),\(code)",
                ],
                body: #"{"test": 2432232314}"#
            ),
            places: [
                .body, .header("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                .header("webhook-timestamp", "1614265330"), .encoded("webhook-signature", code, .base64),
            ]
        )
    }

    package static let svix = SignedSample(
        name: "svix", verifier: .standardWebhooks, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        key: (.base64, "whsec_"),
        time: 1_795_466_239,
        request: .delivery(
            "/hook",
            [
                "svix-id": "msg_1104d9c263e94699b83227af367", "svix-timestamp": "1795466239",
                "svix-signature": "v1,GA/mJ2ziaKZWkmkfyhspOICNjHnw6vug3sxztP77DIY=",
            ],
            body: #"{"type":"invoice.paid","timestamp":"2026-01-01T00:00:00Z","data":{"id":"inv_1","amount":5}}"#
        ),
        places: [
            .body, .header("svix-id", "msg_1104d9c263e94699b83227af367"), .header("svix-timestamp", "1795466239"),
            .encoded("svix-signature", "GA/mJ2ziaKZWkmkfyhspOICNjHnw6vug3sxztP77DIY=", .base64),
        ]
    )

    package static let stripe = SignedSample(
        name: "stripe", verifier: .stripe, secret: "whsec_lab_test_secret", time: 1_795_466_239,
        request: .delivery(
            "/hook", ["Stripe-Signature": "t=1795466239,v1=\(stripeCode)"],
            body: #"{"id":"evt_lab_1","object":"event","type":"invoice.paid","livemode":false,"#
                + #""data":{"object":{"id":"in_1","object":"invoice"}}}"#
        ),
        places: [
            .body, .header("Stripe-Signature", "1795466239"), .encoded("Stripe-Signature", stripeCode, .hex),
        ]
    )
    private static let stripeCode = "73514b27ae5a8e5f82b88fc7a52669d57fe44396a8213071d0cee5402fd263a0"

    package static let discord = SignedSample(
        name: "discord", verifier: .discord,
        secret: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", key: (.hex, ""),
        time: 1_795_466_240,
        request: .delivery(
            "/hook", ["X-Signature-Timestamp": "1795466240", "X-Signature-Ed25519": discordCode],
            body: #"{"type":1}"#
        ),
        places: [
            .body, .header("X-Signature-Timestamp", "1795466240"),
            .encoded("X-Signature-Ed25519", discordCode, .hex),
        ]
    )
    private static let discordCode =
        "3a43af14bc87334c67a8335c5febb14f6ffba5c56e326b7380b3ef8d087c1355"
        + "cc7779b8d613c385a03d225d93febabde0fa575c120c4af43b3f0d7bbbda0d0f"

    package static let telegram = SignedSample(
        name: "telegram", verifier: .telegram, secret: "lab-telegram_TOKEN-1",
        request: .delivery(
            "/hook", ["X-Telegram-Bot-Api-Secret-Token": "lab-telegram_TOKEN-1"], body: #"{"update_id":10000}"#),
        places: [.header("X-Telegram-Bot-Api-Secret-Token", "lab-telegram_TOKEN-1")]
    )

    package static let mattermostForm = SignedSample(
        name: "mattermost form", verifier: .mattermost, secret: "zz4yxbgwfjbtuk7fszzq5oyidw",
        request: .delivery(
            "/hook", body: "token=zz4yxbgwfjbtuk7fszzq5oyidw&post_id=p1&text=hello", type: .urlEncodedForm),
        places: [.bodyText("zz4yxbgwfjbtuk7fszzq5oyidw")]
    )

    package static let mattermostJSON = SignedSample(
        name: "mattermost json", verifier: .mattermost, secret: "zz4yxbgwfjbtuk7fszzq5oyidw",
        request: .delivery("/hook", body: #"{"token":"zz4yxbgwfjbtuk7fszzq5oyidw","post_id":"p1"}"#),
        places: [.bodyText("zz4yxbgwfjbtuk7fszzq5oyidw")]
    )
}
