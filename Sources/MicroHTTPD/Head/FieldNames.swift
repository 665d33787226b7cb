internal import HTTPTypes

/// The names that most requests carry, made once: a name made from its bytes costs two strings and a check.
enum FieldNames {
    private struct Entry {
        let bytes: [UInt8]
        let name: HTTPField.Name
    }

    private static let general = [
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection",
        "Content-Encoding", "Content-Length", "Content-Type", "Cookie", "Date", "Expect", "Forwarded", "Host",
        "Idempotency-Key", "Origin", "Referer", "Request-ID", "Transfer-Encoding", "User-Agent", "X-Forwarded-For",
        "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Real-IP", "X-Request-ID", "X-Request-Id",
    ]

    /// What the senders of webhooks sign, identify and describe their deliveries with.
    private static let webhooks = [
        "Circleci-Signature", "Linear-Delivery", "Linear-Event", "Linear-Signature", "Sentry-Hook-Resource",
        "Sentry-Hook-Signature", "Sentry-Hook-Timestamp", "Stripe-Signature", "Svix-Id", "Svix-Signature",
        "Svix-Timestamp", "Webhook-Id", "Webhook-Signature", "Webhook-Timestamp", "X-Atlassian-Webhook-Identifier",
        "X-Buildkite-Event", "X-Buildkite-Signature", "X-Buildkite-Token", "X-Event-Key", "X-Forgejo-Delivery",
        "X-Forgejo-Event", "X-Forgejo-Signature", "X-GitHub-Delivery", "X-GitHub-Event", "X-GitHub-Hook-ID",
        "X-GitHub-Hook-Installation-Target-ID", "X-GitHub-Hook-Installation-Target-Type", "X-Gitea-Delivery",
        "X-Gitea-Event", "X-Gitea-Signature", "X-Gitlab-Event", "X-Gitlab-Event-UUID", "X-Gitlab-Token",
        "X-Gogs-Delivery", "X-Gogs-Event", "X-Gogs-Signature", "X-Grafana-Alert-Signature",
        "X-Grafana-Alerting-Signature", "X-Hub-Signature", "X-Hub-Signature-256", "X-PagerDuty-Signature",
        "X-Request-UUID", "X-Shopify-Hmac-SHA256", "X-Shopify-Topic", "X-Shopify-Webhook-Id", "X-Signature-Ed25519",
        "X-Signature-Timestamp", "X-Slack-Request-Timestamp", "X-Slack-Retry-Num", "X-Slack-Signature",
        "X-Telegram-Bot-Api-Secret-Token", "X-Trello-Webhook", "X-Twilio-Email-Event-Webhook-Signature",
        "X-Twilio-Email-Event-Webhook-Timestamp", "X-Twilio-Signature", "X-Zm-Request-Timestamp", "X-Zm-Signature",
    ]

    /// By length, in the spellings above and in lower case.
    private static let byLength: [[Entry]] = {
        var table: [[Entry]] = []
        let spelled = general + webhooks
        for text in Set(spelled + spelled.map { $0.lowercased() }) {
            guard let name = HTTPField.Name(text) else { continue }
            let bytes = Array(text.utf8)
            while table.count <= bytes.count { table.append([]) }
            table[bytes.count].append(Entry(bytes: bytes, name: name))
        }
        return table
    }()

    /// The name that these bytes spell, or nil when they are not a token.
    static func name(_ bytes: ArraySlice<UInt8>) -> HTTPField.Name? {
        if bytes.count < byLength.count {
            for entry in byLength[bytes.count] where entry.bytes.elementsEqual(bytes) { return entry.name }
        }
        return HTTPField.Name(String(decoding: bytes, as: UTF8.self))
    }
}
