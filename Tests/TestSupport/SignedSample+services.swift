import HarkHost

// More of chat and calls, payments and mail.

extension SignedSample {
    /// The body that several senders signed in `fixtures/signed`.
    package static let hello = #"{"hello":"world","u":"åäö ✓"}"#

    package static let teams = SignedSample(
        name: "teams", verifier: .teams, secret: "dGVhbXMtb3V0Z29pbmctdG9rZW4tMzItYnl0ZXMhISE=", key: (.base64, ""),
        request: .delivery("/hook", ["Authorization": "HMAC \(teamsCode)"], body: hello),
        places: [.body, .encoded("Authorization", teamsCode, .base64)]
    )
    private static let teamsCode = "TsIv/QVAa7ZpR1PpmA81Oh5fZqCXytPLvyhp43t/etI="

    /// The example of twilio.com/docs/usage/security.
    package static let twilioForm = SignedSample(
        name: "twilio form", verifier: .twilio, secret: "12345",
        request: .delivery(
            "/myapp.php?foo=1&bar=2", ["X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
            body: "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212",
            type: .urlEncodedForm,
            baseURL: "https://mycompany.com"
        ),
        places: [
            .body, .target("/myapp.php?foo=1&bar=2"),
            .encoded("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", .base64),
        ]
    )

    package static let twilioJSON = SignedSample(
        name: "twilio json", verifier: .twilio, secret: "12345",
        request: .delivery(
            "/myapp.php?bodySHA256=e852ec28d46c49841e1e6687b51c3dbf2b3da45f0b5f73184b3220daaa45ab3b",
            ["X-Twilio-Signature": "C8sJ7v4QWOODDruoAbJ+vnu8RQ4="],
            body: #"{"CallSid":"CA1234567890ABCDE"}"#,
            baseURL: "https://mycompany.com"
        ),
        places: [
            .body, .target("/myapp.php?bodySHA256=e852ec28d46c49841e1e6687b51c3dbf2b3da45f0b5f73184b3220daaa45ab3b"),
            .encoded("X-Twilio-Signature", "C8sJ7v4QWOODDruoAbJ+vnu8RQ4=", .base64),
        ]
    )

    package static let zoom = SignedSample(
        name: "zoom", verifier: .zoom, secret: "zoom-secret", time: 1_658_940_994,
        request: .delivery(
            "/hook", ["x-zm-request-timestamp": "1658940994", "x-zm-signature": "v0=\(zoomCode)"],
            body: #"{"event":"meeting.started","payload":{}}"#
        ),
        places: [
            .body, .header("x-zm-request-timestamp", "1658940994"), .encoded("x-zm-signature", zoomCode, .hex),
        ]
    )
    private static let zoomCode = "341a0b69259d261838bf3b9cc501445269f5fac870460894d5210996beeb6ad5"

    package static let shopify = SignedSample(
        name: "shopify", verifier: .shopify, secret: "labsecret",
        request: .delivery("/hook", ["X-Shopify-Hmac-Sha256": shopifyCode], body: hello),
        places: [.body, .encoded("X-Shopify-Hmac-Sha256", shopifyCode, .base64)]
    )
    private static let shopifyCode = "rrPuM203SjJkJda62/d7YMGQncfmhJwe3G0wapjQmYs="

    /// The vector of github.com/sendgrid/sendgrid-python, "test_eventwebhook.py".
    package static let sendGrid = SignedSample(
        name: "sendgrid", verifier: .sendGrid,
        secret: "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaIN"
            + "XvVpiglSI8eNEc6wEA3F+g==",
        key: (.base64, "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"), time: 1_600_112_502,
        request: .delivery(
            "/hook",
            [
                "X-Twilio-Email-Event-Webhook-Timestamp": "1600112502",
                "X-Twilio-Email-Event-Webhook-Signature": sendGridCode,
            ],
            body: #"[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"#
                + #""ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"#
                + #""LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"#
                + #""<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]"# + "\r\n"
        ),
        places: [
            .body, .header("X-Twilio-Email-Event-Webhook-Timestamp", "1600112502"),
            .encoded("X-Twilio-Email-Event-Webhook-Signature", sendGridCode, .base64),
        ]
    )
    private static let sendGridCode =
        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="

    package static let meta = SignedSample(
        name: "meta", verifier: .meta, secret: "meta-app-secret",
        request: .delivery(
            "/hook", ["X-Hub-Signature-256": "sha256=\(metaCode)"], body: #"{"object":"page","entry":[]}"#),
        places: [.body, .encoded("X-Hub-Signature-256", metaCode, .hex)]
    )
    private static let metaCode = "5dcb51eb590634700c8d9cc1fde4d2d5981ca7bb83f250eb3fb71bfd849057ed"

    package static let okta = SignedSample(
        name: "okta", verifier: .okta, secret: "okta-key",
        request: .delivery("/hook", ["Authorization": "okta-key"], body: #"{"eventId":"e1"}"#),
        places: [.header("Authorization", "okta-key")]
    )
}
