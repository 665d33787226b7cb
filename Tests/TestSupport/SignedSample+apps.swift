import HarkHost

// Applications that subscribe to events.

extension SignedSample {
    package static let apps: [SignedSample] = [dropbox, twitch, xero, docuSign, microsoftGraph, eventGrid, cloudEvents]

    package static let dropbox = SignedSample(
        name: "dropbox", verifier: .dropbox, secret: "app-secret",
        request: .delivery(
            "/hook", ["X-Dropbox-Signature": dropboxCode],
            body: #"{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]},"#
                + #""delta":{"users":[12345678]}}"#),
        places: [.body, .encoded("X-Dropbox-Signature", dropboxCode, .hex)]
    )
    private static let dropboxCode = "54fc65a8dad7a6a9c502851bc320c352ba7e65678a0d26d17850ab747c297d36"

    package static let twitch = SignedSample(
        name: "twitch", verifier: .twitch, secret: "s3cRe7-of-the-subscription", time: 1_573_899_072,
        request: .delivery(
            "/hook",
            [
                "Twitch-Eventsub-Message-Id": twitchID, "Twitch-Eventsub-Message-Timestamp": twitchTime,
                "Twitch-Eventsub-Message-Type": "notification",
                "Twitch-Eventsub-Subscription-Type": "channel.follow",
                "Twitch-Eventsub-Message-Signature": "sha256=\(twitchCode)",
            ],
            body: #"{"subscription":{"type":"channel.follow"},"event":{"user_name":"cool_user"}}"#),
        places: [
            .body, .header("Twitch-Eventsub-Message-Id", twitchID),
            .header("Twitch-Eventsub-Message-Timestamp", twitchTime),
            .encoded("Twitch-Eventsub-Message-Signature", twitchCode, .hex),
        ]
    )
    private static let twitchID = "e76c6bd4-55c9-4987-8304-da1588d8988b"
    private static let twitchTime = "2019-11-16T10:11:12.634234626Z"
    private static let twitchCode = "c81d670057dabda2ca1ec2414173ff1353544203cba72de6c74a88449e27f3fb"

    /// The “intent to receive” of developer.xero.com/documentation/guides/webhooks/configuring-your-server.
    package static let xero = SignedSample(
        name: "xero", verifier: .xero, secret: "xero-webhooks-key",
        request: .delivery(
            "/hook", ["x-xero-signature": xeroCode],
            body: #"{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}"#),
        places: [.body, .encoded("x-xero-signature", xeroCode, .base64)]
    )
    private static let xeroCode = "f0L+2M6nVbDrQXPI7/RHOyz287kq8lDsjFbAv/35aM4="

    /// Signed with the two keys of an account, of which the bot has the second one.
    package static let docuSign = SignedSample(
        name: "docusign", verifier: .docuSign, secret: "docusign-key-two",
        request: .delivery(
            "/hook",
            [
                "X-DocuSign-Signature-1": "McSAw6e8hrzLqXW5f5YSYHIUVvnl1ssNZbVwHES+jc8=",
                "X-DocuSign-Signature-2": docuSignCode,
            ],
            body: #"{"event":"envelope-completed","data":{"envelopeId":"4b1a"},"#
                + #""generatedDateTime":"2026-01-01T00:00:00Z"}"#),
        places: [.body, .encoded("X-DocuSign-Signature-2", docuSignCode, .base64)]
    )
    private static let docuSignCode = "/FG3DjkP3+ZNIm8Uv3tMEM/oaCJCHDcQWiqkNvM4QG4="

    package static let microsoftGraph = SignedSample(
        name: "microsoft graph", verifier: .microsoftGraph, secret: "secretClientState-1",
        request: .delivery(
            "/hook",
            body: #"{"value":[{"subscriptionId":"s1","changeType":"created","clientState":"secretClientState-1"},"#
                + #"{"subscriptionId":"s1","changeType":"updated","clientState":"secretClientState-1"}]}"#),
        places: [.bodyText("secretClientState-1")]
    )

    package static let eventGrid = SignedSample(
        name: "event grid", verifier: .eventGrid, secret: "event-grid-token",
        request: .delivery(
            "/hook?token=event-grid-token", ["aeg-event-type": "Notification"],
            body: #"[{"id":"1807","eventType":"Microsoft.Storage.BlobCreated","data":{}}]"#),
        places: [.target("event-grid-token")]
    )

    package static let cloudEvents = SignedSample(
        name: "cloudevents", verifier: .cloudEvents(from: "eventgrid.azure.net"), secret: "cloud-events-token",
        request: .delivery(
            "/hook", ["Authorization": "Bearer cloud-events-token"],
            body: #"{"specversion":"1.0","id":"A234","source":"/blobs","type":"com.example.created"}"#,
            type: "application/cloudevents+json"),
        places: [.header("Authorization", "cloud-events-token")]
    )
}
