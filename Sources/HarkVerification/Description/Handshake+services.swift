public import HTTPTypes
private import HarkHTTP

// More services that check an address before they deliver there.

extension Handshake {
    /// A field of the query whose value is echoed as text: `validationToken` of Microsoft Graph, `challenge` of
    /// Dropbox. Anyone may ask for it, so the answer is `text/plain`, and no text that could be markup is echoed.
    /// - Parameters:
    ///   - name: the field; a request without it is a delivery.
    ///   - method: the method of the handshake request.
    public static func queryParameter(_ name: String, method: HTTPRequest.Method) -> Handshake {
        Handshake(
            "query field \(name)", method: method, isSigned: false,
            when: { $0.query[name] != nil },
            answer: { request, _ in
                guard let text = request.query[name], isPlainText(text) else { return malformed }
                return .text(text)
            })
    }

    /// Microsoft Graph's `POST` with `validationToken`
    /// (learn.microsoft.com/graph/change-notifications-delivery-webhooks, "notificationUrl validation").
    public static let microsoftGraph = queryParameter("validationToken", method: .post)

    /// Dropbox's `GET` with `challenge` (dropbox.com/developers/reference/webhooks, "The verification request").
    public static let dropbox = queryParameter("challenge", method: .get)

    /// Twitch's `webhook_callback_verification`: the challenge is echoed as text
    /// (dev.twitch.tv/docs/eventsub/handling-webhook-events, "Responding to a challenge request").
    public static let twitch = Handshake(
        "twitch", isSigned: true,
        when: { $0.headers[.twitchMessageType] == "webhook_callback_verification" },
        answer: { request, _ in challenge(request.smallJSON?["challenge"]?.stringValue).map { .text($0) } ?? malformed }
    )

    /// Xero's “intent to receive”: a signed delivery without events is answered 200
    /// (developer.xero.com/documentation/guides/webhooks/configuring-your-server, "Intent to receive").
    public static let xero = Handshake("xero", isSigned: true) { request, _ in
        request.smallJSON?["events"]?.arrayValue?.isEmpty == true ? Response() : nil
    }

    /// The `SubscriptionValidationEvent` of Azure Event Grid, whose code is answered as `validationResponse`
    /// (learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema).
    public static let eventGrid = Handshake(
        "event grid", isSigned: true,
        when: { $0.headers[.eventGridType] == "SubscriptionValidation" },
        answer: { request, _ in
            let code = request.smallJSON?[0]?["data"]?["validationCode"]?.stringValue
            return challenge(code).map { .json(["validationResponse": .string($0)]) } ?? malformed
        })

    /// The `OPTIONS` request with which a sender of CloudEvents asks whether it may deliver, as Azure Event Grid does
    /// (CloudEvents, "HTTP 1.1 Web Hooks", 4: github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md).
    /// Any other `OPTIONS` request is answered with `Allow` alone. `WebHook-Request-Callback` is never called.
    /// - Parameters:
    ///   - origins: the senders that may deliver, such as `eventgrid.azure.net`.
    ///   - rate: how many deliveries a minute each of them may send; nil for any number.
    public static func cloudEvents(from origins: [String], rate: Int? = nil) -> Handshake {
        Handshake("cloudevents", method: .options, isSigned: false) { request, _ in
            let answer = Response(status: .noContent).with(.allow, "OPTIONS, POST")
            guard request.method == .options,
                let asked = request.headers[.webHookRequestOrigin],
                let origin = origins.first(where: { $0.hasSameBytes(as: asked) })
            else { return answer }
            return Response().with(.allow, "OPTIONS, POST")
                .with(.webHookAllowedOrigin, origin)
                .with(.webHookAllowedRate, rate.map { "\($0)" } ?? "*")
        }
    }

    /// Whether a text may be echoed: not too long, printable ASCII, and no character that begins or quotes markup.
    /// Microsoft's tokens are sentences with spaces and colons.
    private static func isPlainText(_ text: String) -> Bool {
        (1...echoLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x20...0x7e).contains($0) && !"<>&\"'`".utf8.contains($0) }
    }
}

// Made once: a name that is invalid stops the process at its first use.
extension HTTPField.Name {
    fileprivate static let twitchMessageType = HTTPField.Name(constant: "Twitch-Eventsub-Message-Type")
    fileprivate static let eventGridType = HTTPField.Name(constant: "aeg-event-type")
    fileprivate static let webHookRequestOrigin = HTTPField.Name(constant: "WebHook-Request-Origin")
    fileprivate static let webHookAllowedOrigin = HTTPField.Name(constant: "WebHook-Allowed-Origin")
    fileprivate static let webHookAllowedRate = HTTPField.Name(constant: "WebHook-Allowed-Rate")
}
