private import HTTPTypes

// Providers whose applications subscribe to events: clouds, files, books and streams.

extension Verifier {
    /// Microsoft Graph's change notifications, which are not signed: each contains the `clientState` of its
    /// subscription, which is the secret (learn.microsoft.com/graph/change-notifications-delivery-webhooks). At most
    /// 128 characters.
    public static let microsoftGraph = Verifier(
        "microsoft graph",
        .token(.field("value.*.clientState"), prefix: ""),
        handshake: .microsoftGraph
    )

    /// Azure Event Grid with events of its own schema. It signs nothing: put the secret into the URL, as `?token=`, so
    /// that the validation of the subscription has it too
    /// (learn.microsoft.com/azure/event-grid/authenticate-webhook-deliveries).
    public static let eventGrid = Verifier(
        "event grid",
        .token(.query("token"), prefix: ""), .bearer,
        deliveryID: .field("*.id"),
        event: .field("*.eventType"),
        handshake: .eventGrid
    )

    /// A sender of CloudEvents, such as Azure Event Grid with the CloudEvents schema. The secret is a bearer token, or
    /// `?access_token=` (CloudEvents, "HTTP 1.1 Web Hooks", 3).
    /// - Parameters:
    ///   - origins: the senders that may deliver, such as `eventgrid.azure.net`; any other gets no permission.
    ///   - rate: how many deliveries a minute each of them may send; nil for any number.
    public static func cloudEvents(from origins: String..., rate: Int? = nil) -> Verifier {
        Verifier(
            "cloudevents",
            .bearer, .token(.query("access_token"), prefix: ""),
            deliveryID: .first(of: .header("ce-id"), .field("id")),
            event: .field("type"),
            handshake: .cloudEvents(from: origins, rate: rate)
        )
    }

    /// Dropbox; the secret is the app's. A delivery names accounts and has no identifier
    /// (dropbox.com/developers/reference/webhooks).
    public static let dropbox = Verifier(
        "dropbox",
        .signature("X-Dropbox-Signature"),
        issuedBy: .provider,
        handshake: .dropbox,
        acknowledgedWith: .ok
    )

    /// Twitch's EventSub; the secret is the one of the subscription, 10 to 100 characters. Of a `revocation`, as
    /// `Twitch-Eventsub-Message-Type` calls it, the body has no `event`
    /// (dev.twitch.tv/docs/eventsub/handling-webhook-events).
    public static let twitch = Verifier(
        "twitch",
        .signature(
            "Twitch-Eventsub-Message-Signature", of: "{id}{timestamp}{body}", wrapper: .prefix("sha256="),
            id: .header("Twitch-Eventsub-Message-Id"),
            // The documentation asks for ten minutes.
            timestamp: .header("Twitch-Eventsub-Message-Timestamp", .rfc3339, past: .seconds(600))
        ),
        deliveryID: .header("Twitch-Eventsub-Message-Id"),
        event: .header("Twitch-Eventsub-Subscription-Type"),
        handshake: .twitch
    )

    /// Xero, which expects responses without content; the secret is the webhooks key
    /// (developer.xero.com/documentation/guides/webhooks/configuring-your-server).
    public static let xero = Verifier(
        "xero",
        .signature("x-xero-signature", encoding: .base64),
        issuedBy: .provider,
        deliveryID: .fields("firstEventSequence", "lastEventSequence"),
        handshake: .xero,
        acknowledgedWith: .ok,
        expectsEmptyResponses: true
    )

    /// DocuSign Connect, which signs with each of the account's keys, the first ten of which are tried
    /// (developers.docusign.com/platform/webhooks/connect/hmac).
    public static let docuSign = Verifier(
        "docusign",
        .signature(
            SignatureScheme(
                headers: (1...10).map { "X-DocuSign-Signature-\($0)" }, algorithm: .hmacSHA256, key: .utf8,
                content: "{body}", encoding: .base64, wrapper: .plain)
        ),
        issuedBy: .provider,
        deliveryID: .fields("event", "data.envelopeId", "generatedDateTime"),
        event: .field("event"),
        acknowledgedWith: .ok
    )
}

// Providers that sign with keys which they publish.

extension Verifier {
    /// Amazon SNS, signature versions 1 and 2; raw message delivery is not signed and is refused. The row expects the
    /// claim `TopicArn`, because anyone can have a topic whose messages Amazon signs
    /// (docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html).
    public static let amazonSNS = Verifier(
        "amazon sns",
        .publishedKey(.amazonSNS),
        deliveryID: .field("MessageId"),
        event: .field("Type"),
        acknowledgedWith: .ok
    )

    /// Google Pub/Sub's push subscriptions with authentication. The row expects the claims `aud`, the subscription's
    /// audience or else its URL, and `email`, its service account
    /// (cloud.google.com/pubsub/docs/authenticate-push-subscriptions).
    public static let googlePubSub = Verifier(
        "google pub/sub",
        .publishedKey(.identityToken(.google)),
        deliveryID: .field("message.messageId")
    )
}
