private import HTTPTypes

// The other providers: chat, calls, payments and mail.

extension Verifier {
    // MARK: Chat and calls

    /// Slack (docs.slack.dev/authentication/verifying-requests-from-slack).
    public static let slack = Verifier(
        "slack",
        .signature(
            "X-Slack-Signature", of: "v0:{timestamp}:{body}", wrapper: .prefix("v0="),
            timestamp: .header("X-Slack-Request-Timestamp")
        ),
        issuedBy: .provider,
        deliveryID: .field("event_id"),
        event: .field("event.type"),
        handshake: .slack,
        // Repeated three times within six minutes (docs.slack.dev/apis/events-api, "Retries").
        acknowledgedWith: .ok
    )

    /// Discord interactions; the secret is the application's public key, 64 hexadecimal digits
    /// (docs.discord.com/developers/interactions/receiving-and-responding).
    public static let discord = Verifier(
        "discord",
        .signature(
            "X-Signature-Ed25519", algorithm: .ed25519, key: .hex, of: "{timestamp}{body}",
            timestamp: .header("X-Signature-Timestamp", past: nil, future: nil)
        ),
        issuedBy: .provider,
        deliveryID: .field("id"),
        event: .field("type"),
        handshake: .discord,
        // The response is the reply to a person, within 3 s.
        acknowledgedWith: .ok,
        isRetried: false
    )

    /// Telegram; the secret is 1 to 256 letters, digits, `_` and `-` (core.telegram.org/bots/api#setwebhook).
    public static let telegram = Verifier(
        "telegram",
        .token(.header("X-Telegram-Bot-Api-Secret-Token"), prefix: ""),
        deliveryID: .field("update_id")
    )

    /// Mattermost's outgoing webhooks and slash commands (developers.mattermost.com/integrate/webhooks/outgoing).
    public static let mattermost = Verifier(
        "mattermost",
        .token(.field("token"), prefix: ""),
        issuedBy: .provider,
        deliveryID: .field("post_id"),
        // The response is the reply to a person.
        acknowledgedWith: .ok,
        isRetried: false
    )

    /// Microsoft Teams' outgoing webhooks
    /// (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook).
    public static let teams = Verifier(
        "teams",
        .signature("Authorization", key: .base64, encoding: .base64, wrapper: .prefix("HMAC ")),
        issuedBy: .provider,
        deliveryID: .field("id"),
        event: .field("type"),
        // The response is the reply to a person, within 5 s.
        acknowledgedWith: .ok,
        isRetried: false
    )

    /// Twilio, which signs the URL that it calls; set `HARK_BASE_URL` behind a proxy (twilio.com/docs/usage/security).
    public static let twilio = Verifier(
        "twilio",
        .signature("X-Twilio-Signature", algorithm: .hmacSHA1, of: "{url}{fields}", encoding: .base64),
        issuedBy: .provider,
        // A message has the same `MessageSid` in all its states. Nothing distinguishes the steps of a call.
        deliveryID: .fields("MessageSid", "MessageStatus"),
        // The response has instructions, and a delivery is not repeated after an error unless the URL says so
        // (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
        acknowledgedWith: .ok,
        isRetried: false
    )

    /// Zoom (developers.zoom.us/docs/api/webhooks).
    public static let zoom = Verifier(
        "zoom",
        .signature(
            "x-zm-signature", of: "v0:{timestamp}:{body}", wrapper: .prefix("v0="),
            timestamp: .header("x-zm-request-timestamp")
        ),
        issuedBy: .provider,
        event: .field("event"),
        handshake: .zoom,
        // Other statuses than 200 and 204 count as failures (developers.zoom.us/docs/api/webhooks).
        acknowledgedWith: .ok
    )

    // MARK: Money and mail

    /// Stripe, which allows timestamps any time in the future (docs.stripe.com/webhooks/signature). Its endpoint tests
    /// use the same `id`, of zeros, for events of all types.
    public static let stripe = Verifier(
        "stripe",
        .signature(
            "Stripe-Signature", of: "{timestamp}.{body}", wrapper: .pairs("v1"),
            timestamp: .pair("t", future: nil)
        ),
        issuedBy: .provider,
        deliveryID: .fields("id", "type"),
        event: .field("type")
    )

    /// Shopify (shopify.dev/docs/apps/build/webhooks/subscribe/https).
    public static let shopify = Verifier(
        "shopify",
        .signature("X-Shopify-Hmac-SHA256", encoding: .base64),
        issuedBy: .provider,
        deliveryID: .header("X-Shopify-Webhook-Id"),
        event: .header("X-Shopify-Topic"),
        // Repeated eight times in four hours (shopify.dev/changelog/updates-to-webhook-retry-mechanism); then the
        // subscription is deleted.
        acknowledgedWith: .ok
    )

    /// SendGrid's event webhook; the secret is its verification key
    /// (twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features).
    public static let sendGrid = Verifier(
        "sendgrid",
        .signature(
            "X-Twilio-Email-Event-Webhook-Signature", algorithm: .ecdsaP256, key: .base64, of: "{timestamp}{body}",
            encoding: .base64, timestamp: .header("X-Twilio-Email-Event-Webhook-Timestamp")
        ),
        issuedBy: .provider,
        deliveryID: .fields("*.sg_event_id")
    )

    /// Meta's Graph API: Facebook, Instagram, WhatsApp; the secret is the app's. The row also needs a secret for the
    /// handshake (developers.facebook.com/docs/graph-api/webhooks/getting-started).
    public static let meta = Verifier(
        "meta",
        .signature("X-Hub-Signature-256", wrapper: .prefix("sha256=")),
        issuedBy: .provider,
        event: .field("object"),
        handshake: .meta,
        // It wants "200 OK" (developers.facebook.com/docs/graph-api/webhooks/getting-started).
        acknowledgedWith: .ok
    )

    /// Okta's event and inline hooks, with the secret as the whole `Authorization` field
    /// (developer.okta.com/docs/concepts/event-hooks).
    public static let okta = Verifier(
        "okta",
        .token(.header("Authorization"), prefix: ""),
        deliveryID: .field("eventId"),
        event: .field("eventType"),
        handshake: .okta
    )
}

extension Proof {
    /// The proof of Standard Webhooks, with header names that begin with `prefix`. A public key must be marked as one:
    /// without `whpk_` it would be used as a shared secret, although everyone may know it.
    static func standardWebhooks(_ prefix: String, _ algorithm: SignatureScheme.Algorithm) -> Proof {
        let isPublic = algorithm == .ed25519
        return .signature(
            "\(prefix)-signature",
            algorithm: algorithm,
            key: isPublic ? .prefixedBase64("whpk_", isOptional: false) : .prefixedBase64("whsec_"),
            of: "{id}.{timestamp}.{body}",
            encoding: .base64,
            wrapper: .list(isPublic ? "v1a," : "v1,"),
            id: .header("\(prefix)-id"),
            timestamp: .header("\(prefix)-timestamp")
        )
    }
}
