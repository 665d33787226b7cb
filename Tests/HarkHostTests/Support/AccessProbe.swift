import HarkHost

/// A plugin with a route for each thing that a guard looks at before it looks at proof.
struct AccessProbe: Plugin {
    static let ranges = Setting<[AddressRange]>("HARK_ACCESSPROBE_RANGES", default: [], help: "Who may call /own.")
    static let slack = Setting<Secret>("HARK_ACCESSPROBE_SLACK", help: "Slack's.")
    static let token = Setting<Secret>("HARK_ACCESSPROBE_TOKEN", help: "A bearer token.")

    static let manifest = Manifest<Self>(
        name: "accessprobe",
        summary: "Looks at who calls, and how often.",
        settings: [ranges, slack, token],
        routes: [
            .post("/listed", run).allowing(from: "192.0.2.0/24", "2001:db8::1"),
            .post("/own", run).allowing(from: \.ranges),
            .post("/limited", run).limited(to: 2, per: .seconds(60)),
            .post("/together", run).limited(to: 2, per: .seconds(60), by: .route),
            .post("/bearer", .raw, take).verified(by: .bearer, with: \.token),
            .post("/slack", .raw, take).verified(by: .slack, with: \.slack),
            .post("/field", .raw, take).verified(by: .token(field: "token"), with: \.token),
            .post("/all", .raw, take).verified(by: .slack, with: \.slack)
                .allowing(from: "192.0.2.0/24").limited(to: 2, per: .seconds(60)),
            .post("/certified", run).verified(by: .clientCertificate(named: ["alerts.example.org"])),
            .get("/cached", cached),
            .post("/fail", fail),
        ]
    )

    let ranges: [AddressRange]
    let slack: Secret
    let token: Secret

    init(_ context: PluginContext) throws {
        ranges = try context.settings[Self.ranges]
        slack = try context.settings[Self.slack]
        token = try context.settings[Self.token]
    }

    func run() -> String { "ran" }
    func take(_ delivery: Delivery<[UInt8]>) -> String { "\(delivery.bytes.count)" }
    func cached() -> Response { Response.text("kept").with(.cacheControl, "max-age=60") }
    func fail() throws { throw Rejection(.internalServerError) }
}

extension PeerAddress {
    /// An address of 192.0.2.0/24 (RFC 5737), which `AccessProbe` lets in.
    static func friend(_ last: UInt32 = 7) -> PeerAddress { .ipv4(0xC000_0200 | last, port: 1) }

    /// An address of 198.51.100.0/24, which it does not.
    static func stranger(_ last: UInt32 = 7) -> PeerAddress { .ipv4(0xC633_6400 | last, port: 1) }
}

extension Request {
    /// The same request of another peer.
    func from(_ peer: PeerAddress) -> Request {
        var request = self
        request.peer = peer
        return request
    }
}
