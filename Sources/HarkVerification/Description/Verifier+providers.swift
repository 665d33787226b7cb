private import HTTPTypes

// One value for each provider: how it signs according to its documentation, and where it puts the identifier of a
// delivery and the name of its event.

extension Verifier {
    /// Standard Webhooks, used by OpenAI, Clerk, Resend, Svix and others, with shared secrets (`whsec_`) or public keys
    /// (`whpk_`): github.com/standard-webhooks/standard-webhooks, "spec". Svix's own header names are accepted too
    /// (docs.svix.com/receiving/verifying-payloads/how-manual).
    public static let standardWebhooks = Verifier(
        "standard webhooks",
        .standardWebhooks("webhook", .hmacSHA256), .standardWebhooks("webhook", .ed25519),
        .standardWebhooks("svix", .hmacSHA256), .standardWebhooks("svix", .ed25519),
        issuedBy: .provider,
        deliveryID: .first(of: .header("webhook-id"), .header("svix-id"))
    )

    // MARK: Code hosts

    /// GitHub (docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries).
    public static let github = Verifier(
        "github",
        .signature("X-Hub-Signature-256", wrapper: .prefix("sha256=")),
        deliveryID: .header("X-GitHub-Delivery"),
        event: .header("X-GitHub-Event"),
        // Never repeated by itself (docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries).
        isRetried: false
    )

    /// GitHub's old signature, SHA-1, for senders that support no other.
    public static let githubSHA1 = Verifier(
        "github sha1",
        .signature("X-Hub-Signature", algorithm: .hmacSHA1, wrapper: .prefix("sha1=")),
        deliveryID: .header("X-GitHub-Delivery"),
        event: .header("X-GitHub-Event"),
        // As `github`.
        isRetried: false
    )

    /// GitLab: its secret token, or its signing token from 19.0 on
    /// (docs.gitlab.com/user/project/integrations/webhooks).
    public static let gitlab = Verifier(
        "gitlab",
        .token(.header("X-Gitlab-Token"), prefix: ""), .standardWebhooks("webhook", .hmacSHA256),
        deliveryID: .first(of: .header("Idempotency-Key"), .header("webhook-id")),
        event: .header("X-Gitlab-Event"),
        // A hook that fails is turned off, for longer each time (gitlab.com/gitlab-org/gitlab, merge request 166329).
        acknowledgedWith: .ok
    )

    /// Gitea, Forgejo and Gogs. They sign the JSON, even when it is sent in the field `payload` of a form
    /// (docs.gitea.com/usage/webhooks).
    public static let gitea = Verifier(
        "gitea",
        .signature("X-Gitea-Signature", "X-Forgejo-Signature", "X-Gogs-Signature", of: "{payload}"),
        .signature("X-Hub-Signature-256", of: "{payload}", wrapper: .prefix("sha256=")),
        .signature("X-Hub-Signature-256", wrapper: .prefix("sha256=")),
        deliveryID: .first(
            of: .header("X-Gitea-Delivery"), .header("X-Forgejo-Delivery"), .header("X-Gogs-Delivery")
        ),
        event: .header("X-Gitea-Event"),
        // Repeated when somebody presses a button (go-gitea/gitea, issue 4589).
        isRetried: false
    )

    /// Bitbucket Cloud and Data Center: SHA-256, although the field's name does not say so
    /// (support.atlassian.com/bitbucket-cloud/docs/manage-webhooks).
    public static let bitbucket = Verifier(
        "bitbucket",
        .signature("X-Hub-Signature", wrapper: .prefix("sha256=")),
        deliveryID: .first(of: .header("X-Request-UUID"), .header("X-Request-Id")),
        event: .header("X-Event-Key"),
        handshake: .bitbucket,
        // The Cloud repeats a delivery twice, at once, and Data Center never (hookdeck.com, guide to Bitbucket).
        acknowledgedWith: .ok,
        isRetried: false
    )

    /// Jira Cloud, for webhooks created by an administrator (developer.atlassian.com/cloud/jira/platform/webhooks).
    public static let jira = Verifier(
        "jira",
        .signature("X-Hub-Signature", wrapper: .prefix("sha256=")),
        deliveryID: .header("X-Atlassian-Webhook-Identifier"),
        event: .field("webhookEvent"),
        // Atlassian's objectives for apps count no other statuses than 200 and 204 as successes.
        acknowledgedWith: .ok
    )

    /// Linear, whose timestamp in milliseconds is in the body (linear.app/developers/webhooks).
    public static let linear = Verifier(
        "linear",
        .signature("Linear-Signature", timestamp: .field("webhookTimestamp", .milliseconds, within: .seconds(60))),
        issuedBy: .provider,
        deliveryID: .header("Linear-Delivery"),
        event: .field("type"),
        // Any other status than 200 counts as a failure (developers.linear.app/docs/graphql/webhooks).
        acknowledgedWith: .ok
    )

    /// Trello, which signs the callback URL as it was registered; set `HARK_BASE_URL` behind a proxy
    /// (developer.atlassian.com/cloud/trello/guides/rest-api/webhooks).
    public static let trello = Verifier(
        "trello",
        .signature("X-Trello-Webhook", algorithm: .hmacSHA1, of: "{body}{url}", encoding: .base64),
        issuedBy: .provider,
        deliveryID: .field("action.id"),
        event: .field("action.type"),
        handshake: .trello,
        // Its check of the URL accepts nothing else.
        acknowledgedWith: .ok
    )

    // MARK: Builds

    /// CircleCI (circleci.com/docs/webhooks).
    public static let circleCI = Verifier(
        "circleci",
        .signature("circleci-signature", wrapper: .pairs("v1")),
        deliveryID: .field("id"),
        event: .field("type")
    )

    /// Buildkite, with signature or token (buildkite.com/docs/apis/webhooks).
    public static let buildkite = Verifier(
        "buildkite",
        .signature(
            "X-Buildkite-Signature", of: "{timestamp}.{body}", wrapper: .pairs("signature"),
            timestamp: .pair("timestamp")
        ),
        .token(.header("X-Buildkite-Token"), prefix: ""),
        issuedBy: .provider,
        event: .header("X-Buildkite-Event")
    )

    // MARK: Alerts

    /// Alertmanager, with a bearer token or user and password in its `http_config`. A notification with the same alerts
    /// in the same states counts as a duplicate for a minute only, so that reminders get through
    /// (prometheus.io/docs/alerting/latest/configuration).
    public static let alertmanager = Verifier(
        "alertmanager",
        .bearer, .basic,
        deliveryID: .fields(
            "groupKey", "status", "alerts.*.fingerprint", "alerts.*.status", "alerts.*.startsAt",
            rememberedFor: .seconds(60)
        ),
        event: .field("status")
    )

    /// Grafana 12 and later, with the header names of both its documentation and its code
    /// (grafana.com/docs/grafana/latest/alerting, "Configure webhook notifications").
    public static let grafana = Verifier(
        "grafana",
        .signature("X-Grafana-Alerting-Signature", "X-Grafana-Alert-Signature"),
        deliveryID: alertmanager.deliveryID,
        event: .field("status")
    )

    /// Grafana with a timestamp header too, which is then signed; both names are those entered in its form.
    public static func grafana(signatureHeader: String, timestampHeader: String) -> Verifier {
        Verifier(
            "grafana",
            .signature(signatureHeader, of: "{timestamp}:{body}", timestamp: .header(timestampHeader)),
            deliveryID: alertmanager.deliveryID,
            event: .field("status")
        )
    }

    /// PagerDuty V3 (developer.pagerduty.com/docs/verifying-webhook-signatures).
    public static let pagerDuty = Verifier(
        "pagerduty",
        .signature("X-PagerDuty-Signature", wrapper: .pairs("v1")),
        issuedBy: .provider,
        deliveryID: .field("event.id"),
        event: .field("event.event_type")
    )

    /// Sentry, which expects a response within a second
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks).
    public static let sentry = Verifier(
        "sentry",
        .signature("Sentry-Hook-Signature"),
        issuedBy: .provider,
        deliveryID: .header("Request-ID"),
        event: .header("Sentry-Hook-Resource"),
        // It waits 1 s (getsentry/sentry, option `sentry-apps.webhook.timeout.sec`), and repeats some time-outs only.
        isRetried: false,
        acknowledgedWithin: .milliseconds(800)
    )
}
