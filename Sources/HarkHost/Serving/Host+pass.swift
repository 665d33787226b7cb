/// How a delivery got past the gate of its route, or where it ended.
struct Passage {
    /// The answer, once there is one: the gate's own, or the handler's.
    var answer: Response?
    /// Why the gate refused it, for the log.
    var refusal: String?
    /// What tells it from every other, if its sender says.
    var delivery: String?
    /// What it is about, if its sender says.
    var event: String?
    /// Its entry in the ledger, to be closed when it is answered.
    var entry: DeliveryLedger.Key?
    /// Whether the handler was told to stop, because its time was over, its client left, or the bot stops. Nobody gets its
    /// answer then, and what it did counts as failed.
    var wasCancelled = false
}

extension Host {
    /// Verifies a whole request and looks whether it came before. The passage has an answer when the handler must not run.
    ///
    /// - Parameters:
    ///   - texts: those of the rule's placeholders.
    ///   - isTrusted: an admin's own request: the route's rate limit does not hold for it.
    func pass(_ request: Request, _ endpoint: Endpoint, _ texts: [String], isTrusted: Bool) -> Passage {
        guard let gate = endpoint.gate else { return Passage() }
        let answered = { (answer: Response) in
            let what = "it is not what the handshake “\(gate.handshake?.name ?? "")” wants"
            return Passage(answer: answer, refusal: answer.status.code < 400 ? nil : what)
        }
        if let answer = gate.handshakeAnswer(to: request, isVerified: false) { return answered(answer) }
        let noQuestion = {
            Passage(
                answer: request.refusal(.badRequest, "That is not the question of a provider."),
                refusal: "it is not the question of a provider")
        }
        guard !gate.isQuestion(request) || endpoint.handles(request.method) else { return noQuestion() }
        let evidence = Evidence(request)
        let acceptance: Acceptance?
        do throws(Gate.Refusal) {
            acceptance = try gate.verify(evidence)
            if gate.isNews(acceptance) { reportOldSecret(gate, endpoint) }
            let secret = acceptance?.secret ?? 0
            if let answer = gate.handshakeAnswer(to: request, isVerified: true, secret: secret) {
                return answered(answer)
            }
            guard endpoint.handles(request.method) else { return noQuestion() }
            if !isTrusted { try gate.checkRouteRate() }
        } catch {
            return Passage(answer: request.refusal(error.rejection), refusal: error.reason)
        }
        guard let verifier = gate.verifier else { return Passage() }
        var passage = Passage(event: verifier.event.flatMap { evidence.value(of: $0) })
        let named = { verifier.deliveryID?.value(in: evidence) }
        guard let id = acceptance.map({ $0.deliveryID(verifier.deliveryID, in: evidence) }) ?? named() else {
            return passage
        }
        passage.delivery = id
        let key = gate.key(of: request, texts, id: id)
        switch gate.ledger.open(key, at: clock.steady) {
        case .new: passage.entry = key
        case .running:
            passage.answer = request.refusal(
                .serviceUnavailable, "This delivery is still being handled.", headers: [.retryAfter: "5"])
            passage.refusal = "the same delivery is still being handled"
        case .finished:
            passage.answer = .text("duplicate")
            passage.answer?.ignoredReason = "duplicate delivery"
        }
        return passage
    }

    /// Closes the delivery's entry in the ledger, counts and records the answer, and puts on it what every answer has: the
    /// request's identifier, and that browsers and caches keep their hands off it.
    func finish(_ passage: Passage, of request: Request, _ visit: Visit, _ endpoint: Endpoint? = nil) -> Response {
        var answer = passage.answer ?? Response()
        var refusal = passage.refusal
        if passage.wasCancelled {
            answer = request.refusal(.serviceUnavailable, "The handler was stopped.")
            refusal = "its handler was stopped: its time was over, its client left, or the bot stops"
        }
        // Whatever answers so says why; what a plugin answers as a whole response does not.
        if refusal == nil, answer.status.code >= 400 { refusal = "its handler answered \(answer.status.code)" }
        if let endpoint {
            endpoint.counters.count(answer)
            if let reason = answer.ignoredReason, endpoint.counters.isNews(reason) {
                let shown = reason.scalars(upTo: RequestRecord.longestRefusal)
                logger.notice("deliveries ignored", metadata: ["plugin": "\(endpoint.plugin)", "reason": "\(shown)"])
            }
            if let key = passage.entry, let gate = endpoint.gate {
                let memory = gate.verifier?.deliveryID?.memory ?? DeliveryID.usualMemory
                gate.ledger.close(
                    key, succeeded: answer.status.code < 400, rememberedFor: memory, at: clock.steady)
            }
        }
        observe(
            RequestRecord(
                id: visit.id,
                method: request.method,
                path: request.target.path,
                status: answer.status,
                duration: ContinuousClock.now - visit.start,
                client: visit.claimedClients.first ?? request.client,
                isClientDisputed: !visit.claimedClients.isEmpty,
                plugin: endpoint?.plugin,
                bodyLength: request.body.count,
                refusal: refusal?.scalars(upTo: RequestRecord.longestRefusal),
                delivery: passage.delivery,
                event: passage.event
            )
        )
        if answer.headers.contains(.requestID) { answer.headers[.requestID] = nil }
        answer.headers.append(HTTPField(name: .requestID, value: visit.id))
        answer.addProtection()
        return answer
    }

    private func reportOldSecret(_ gate: Gate, _ endpoint: Endpoint) {
        logger.notice(
            "only an old secret matched; the sender still uses it",
            metadata: [
                "plugin": "\(endpoint.plugin)", "route": "\(endpoint.label)",
                "variable": "\(gate.secret()?.ring.variable ?? "")",
            ]
        )
    }
}

extension Response {
    /// `X-Content-Type-Options: nosniff`, so that no browser takes text for a page (fetch.spec.whatwg.org,
    /// "X-Content-Type-Options header"), and `Cache-Control: no-store` (RFC 9111, 5.2.2.5) unless the answer says how long
    /// it may be kept, or which version of a file it is.
    mutating func addProtection() {
        if !headers.contains(.xContentTypeOptions) {
            headers.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        }
        if !headers.contains(.cacheControl), !headers.contains(.eTag), !headers.contains(.lastModified) {
            headers.append(HTTPField(name: .cacheControl, value: "no-store"))
        }
    }
}
