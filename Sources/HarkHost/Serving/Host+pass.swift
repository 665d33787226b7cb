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
}

extension Host {
    /// Verifies a whole request and looks whether it came before. The passage has an answer when the handler must not run.
    func pass(_ request: Request, _ endpoint: Endpoint) -> Passage {
        guard let gate = endpoint.gate else { return Passage() }
        if let answer = gate.handshakeAnswer(to: request, isVerified: false) { return Passage(answer: answer) }
        guard !gate.isQuestion(request) || endpoint.handles(request.method) else {
            return Passage(answer: request.refusal(.badRequest, "That is not the question of a provider."))
        }
        let evidence = Evidence(request)
        do throws(Gate.Refusal) {
            if try gate.verify(evidence, now: clock.now) { reportOldSecret(gate, endpoint) }
        } catch {
            return Passage(answer: request.refusal(error.rejection), refusal: error.reason)
        }
        if let answer = gate.handshakeAnswer(to: request, isVerified: true) { return Passage(answer: answer) }
        guard let verifier = gate.verifier else { return Passage() }
        var passage = Passage(event: verifier.event.flatMap { evidence.value(of: $0) })
        guard let id = verifier.deliveryID?.value(in: evidence) else { return passage }
        passage.delivery = id
        let key = DeliveryLedger.Key(route: endpoint.label, id: id)
        switch ledger.open(key, at: .now) {
        case .new: passage.entry = key
        case .running:
            passage.answer = request.refusal(
                .serviceUnavailable, "This delivery is still being handled.", headers: [.retryAfter: "5"])
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
        if let endpoint {
            endpoint.counters.count(answer)
            if let reason = answer.ignoredReason, endpoint.counters.isNews(reason) {
                logger.notice("deliveries ignored", metadata: ["plugin": "\(endpoint.plugin)", "reason": "\(reason)"])
            }
            if let key = passage.entry {
                let memory = endpoint.gate?.verifier?.deliveryID?.memory ?? DeliveryID.usualMemory
                ledger.close(key, succeeded: answer.status.code < 400, rememberedFor: memory, at: .now)
            }
        }
        observe(
            RequestRecord(
                id: visit.id,
                method: request.method,
                path: request.target.path,
                status: answer.status,
                duration: ContinuousClock.now - visit.start,
                client: request.client,
                plugin: endpoint?.plugin,
                bodyLength: request.body.count,
                refusal: passage.refusal,
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
