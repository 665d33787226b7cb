/// When a request arrived, from where, and its identifier.
struct RequestContext: Sendable {
    let id: String
    let start: ContinuousClock.Instant
    let client: PeerAddress
    /// The clients that its proxies' header fields name, if they contradict each other (`Origin.claimedClients`).
    let claimedClients: [PeerAddress]
    /// Whether an admin made it: allow lists and rate limits do not apply then.
    let isTrusted: Bool
    /// Learns which stored delivery it becomes.
    let receipt: DeliveryReceipt?
    let baseURL: String?

    /// The request with its client, URL and identifier filled in.
    func request(_ request: Request) -> Request {
        var request = request
        request.id = id
        request.client = client
        request.baseURL = baseURL
        return request
    }
}

/// A request that a row accepts, judged by its header section.
struct AdmittedRequest: Sendable {
    let endpoint: Endpoint
    /// The values of the rule's placeholders.
    let texts: [String]
    let context: RequestContext
    /// The values of the plugin's instance when the header section arrived.
    let instance: RequestGuard.InstanceValues
    /// The result of checking the header section.
    let proof: RequestGuard.HeadProof
}

/// What became of a request on its way through the pipeline.
struct RequestOutcome {
    /// The response, once there is one: from the guard or from the handler.
    var answer: Response?
    /// Why it was refused, for the log.
    var refusal: String?
    /// Why it was accepted but ignored.
    var ignoredReason: String?
    /// Whether it lacked expected fields.
    var isIncomplete = false
    /// The identifier of the delivery, if its sender gives one.
    var delivery: String?
    /// The event, if its sender names one.
    var event: String?
    /// What identifies it among the deliveries of its route, if its sender identifies it.
    var ledgerKey: DeliveryLedger.Key?
    /// Whether it has an entry in the ledger, to be closed when it is answered.
    var isInLedger = false
    /// What earlier attempts announced.
    var announcements: AnnouncementRecord?
    /// Whether the handler was cancelled: it exceeded its deadline, its client disconnected, or the bot is stopping.
    /// Nobody gets its response then, and the delivery counts as failed.
    var wasCancelled = false
}
