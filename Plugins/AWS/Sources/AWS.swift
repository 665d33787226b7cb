import HarkClient
public import HarkEvents

/// Announces in chat rooms what Amazon SNS delivers: alarms of CloudWatch, builds, events of EventBridge, and messages.
public struct AWS: Plugin {
    static let topics = Setting<[TopicARN]>(
        "HARK_AWS_TOPICS", default: [],
        help: "The ARNs of the SNS topics that may deliver, separated by commas; their subscriptions are confirmed.")

    /// Amazon names the kind of a message in the message itself, not in a field of its own.
    static let events = EventTable(
        [
            "CloudWatch": alarm,
            "CodePipeline": pipeline,
            "CodePipelineStep": pipeline,
            "CodeBuild": build,
            "CodeBuildPhase": build,
            "AutoScaling": scaling,
            "EventBridge": event,
            "Message": message,
            "SubscriptionConfirmation": { subscription($0, "delivers to this bot now", .info) },
            "UnsubscribeConfirmation": { subscription($0, "does not deliver to this bot any more", .warning) },
        ],
        namedBy: .field("Type"),
        actionIn: ["state"],
        quiet: ["CodePipelineStep", "CodeBuildPhase"],
        unwrapping: SNSMessage.unwrap,
        facts: readFacts)

    static let notifierSettings = Notifier.Settings(plugin: "aws", title: "AWS", events: events)

    public static let manifest = Manifest<Self>(
        name: "aws", summary: "Announces alarms, builds and messages of Amazon SNS.",
        settings: notifierSettings.all + [topics],
        routes: [
            .post("/aws", .event(of: events), receive).verified(by: .amazonSNS, expecting: \.claims)
                .identified(withQuery: { $0.notifier.queryFields })
        ],
        events: events.declaration(filteredBy: notifierSettings.events))

    let notifier: Notifier
    let claims: [ExpectedClaim]
    private let http: HTTPClient
    private let logger: Logger

    public init(_ context: PluginContext) throws {
        notifier = try Notifier(Self.notifierSettings, context)
        let topics = try context.settings[Self.topics]
        claims = [ExpectedClaim("TopicArn", topics.map(\.text), setBy: Self.topics.variable)]
        http = context.http
        logger = context.logger
    }

    /// Announces a message. A subscription is confirmed first, or else tried again later.
    func receive(_ delivery: Delivery<WebhookEvent>) async throws -> HandlerOutcome {
        if delivery.body.event == "SubscriptionConfirmation" {
            guard try await confirm(delivery) else { return .ignored("subscription that cannot be confirmed") }
        }
        return try await notifier.announce(delivery)
    }

    /// Requests the URL that confirms a subscription. The verifier has checked that the topic is one of the setting's,
    /// and that Amazon signed the URL.
    /// - Returns: whether it was confirmed; false if that is not possible, as after three days.
    /// - Throws: if it may be possible later.
    private func confirm(_ delivery: Delivery<WebhookEvent>) async throws -> Bool {
        let message = PayloadView(try JSONValue(parsing: delivery.bytes))
        let topic = message.TopicArn.asText?.verbatim ?? ""
        guard claims.contains(where: { $0.values.contains { $0.utf8.elementsEqual(topic.utf8) } }),
            let url = message.SubscribeURL.asText?.verbatim, AmazonSNS.isOfService(url)
        else {
            logger.warning(
                "a subscription is not confirmed: HARK_AWS_TOPICS does not name its topic, or its URL is not Amazon's")
            return false
        }
        var request = ClientRequest.get(url)
        request.timeout = .seconds(8)
        request.responseLimit = 64 << 10
        let response = try await http.send(request)
        switch response.status.code {
        case 200..<300:
            logger.notice("a subscription is confirmed", metadata: ["topic": "\(topic)"])
            return true
        case 400..<500 where response.status.code != 429:
            logger.warning(
                "Amazon does not confirm a subscription; create it anew",
                metadata: ["status": "\(response.status.code)"])
            return false
        default:
            throw Rejection(.badGateway, "Amazon answered \(response.status.code) when a subscription was confirmed.")
        }
    }
}
