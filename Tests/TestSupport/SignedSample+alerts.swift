import HarkHost

// Alerts, and senders that send the secret itself.

extension SignedSample {
    package static let all = code + chat + apps + alerts + tokens

    package static let alerts: [SignedSample] = [
        grafana, grafanaInItsCode, grafanaWithTimestamp, pagerDuty, sentry, alertmanagerBasic, alertmanagerBearer,
    ]

    package static let tokens: [SignedSample] = [
        headerToken, queryToken, bearer, basic, basicPassword, dockerHub, statuspage,
    ]

    private static let alert = #"{"status":"firing","groupKey":"{}:{}"}"#

    package static let grafana = grafana("grafana", "X-Grafana-Alerting-Signature")
    package static let grafanaInItsCode = grafana("grafana in its code", "X-Grafana-Alert-Signature")
    private static func grafana(_ name: String, _ header: String) -> SignedSample {
        let code = "69da57245fb0b27bd944c6ff6a9ff41e4c2cc1121f5283413f7ac71b3663949a"
        return SignedSample(
            name: name, verifier: .grafana, secret: "grafana-secret",
            request: .delivery("/hook", [header: code], body: alert),
            places: [.body, .encoded(header, code, .hex)]
        )
    }

    package static let grafanaWithTimestamp = SignedSample(
        name: "grafana with timestamp",
        verifier: .grafana(signatureHeader: "X-Grafana-Alerting-Signature", timestampHeader: "X-Grafana-Time"),
        secret: "grafana-secret", time: 1_735_689_600,
        request: .delivery(
            "/hook", ["X-Grafana-Alerting-Signature": grafanaTimedCode, "X-Grafana-Time": "1735689600"], body: alert),
        places: [
            .body, .header("X-Grafana-Time", "1735689600"),
            .encoded("X-Grafana-Alerting-Signature", grafanaTimedCode, .hex),
        ]
    )
    private static let grafanaTimedCode = "143158d8341b579e472c55add4774d6c19326318aa00da4fa4033bf1b2c1cf8c"

    package static let pagerDuty = SignedSample(
        name: "pagerduty", verifier: .pagerDuty, secret: "labsecret",
        request: .delivery("/hook", ["X-PagerDuty-Signature": "v1=\(helloCode)"], body: hello),
        places: [.body, .encoded("X-PagerDuty-Signature", helloCode, .hex)]
    )
    private static let helloCode = "aeb3ee336d374a326425d6badbf77b60c1909dc7e6849c1edc6d306a98d0998b"

    package static let sentry = SignedSample(
        name: "sentry", verifier: .sentry, secret: "labsecret",
        request: .delivery("/hook", ["Sentry-Hook-Signature": helloCode], body: hello),
        places: [.body, .encoded("Sentry-Hook-Signature", helloCode, .hex)]
    )

    package static let alertmanagerBasic = authorized(
        "alertmanager basic", .alertmanager, "lab:hookpass", "Basic ", "bGFiOmhvb2twYXNz", .base64)
    package static let alertmanagerBearer = authorized(
        "alertmanager bearer", .alertmanager, "hooktoken", "Bearer ", "hooktoken", .plain)
    package static let bearer = authorized("bearer", .bearer, "hooktoken", "Bearer ", "hooktoken", .plain)
    package static let basic = authorized("basic", .basic, "lab:hookpass", "Basic ", "bGFiOmhvb2twYXNz", .base64)
    package static let dockerHub = authorized("docker hub", .sharedSecret, "hooktoken", "Bearer ", "hooktoken", .plain)

    /// The user may be anyone, so the password alone is under test.
    package static let basicPassword = SignedSample(
        name: "basic password", verifier: .basic, secret: "hookpass",
        request: .delivery("/hook", ["Authorization": "Basic bGFiOmhvb2twYXNz"], body: hello),
        places: [.header("Authorization", "b2twYXNz")]
    )

    package static let headerToken = SignedSample(
        name: "header token", verifier: .token(header: "X-Deploy-Token", prefix: "Token "), secret: "deploy-1",
        request: .delivery("/hook", ["X-Deploy-Token": "Token deploy-1"], body: hello),
        places: [.header("X-Deploy-Token", "deploy-1")]
    )

    package static let queryToken = SignedSample(
        name: "query token", verifier: .token(query: "key"), secret: "deploy-2",
        request: .delivery("/hook?key=deploy-2", body: hello),
        places: [.target("deploy-2")]
    )

    package static let statuspage = SignedSample(
        name: "statuspage", verifier: .sharedSecret, secret: "deploy-3",
        request: .delivery("/hook?token=deploy-3", body: hello),
        places: [.target("deploy-3")]
    )

    private static func authorized(
        _ name: String,
        _ verifier: Verifier,
        _ secret: String,
        _ scheme: String,
        _ credentials: String,
        _ text: SignatureText
    ) -> SignedSample {
        SignedSample(
            name: name, verifier: verifier, secret: secret,
            request: .delivery("/hook", ["Authorization": "\(scheme)\(credentials)"], body: hello),
            places: [.encoded("Authorization", credentials, text)]
        )
    }
}
