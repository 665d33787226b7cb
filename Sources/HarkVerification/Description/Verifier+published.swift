private import HTTPTypes

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
