extension RequestPipeline {
    /// Verifies a whole request. If the outcome has a response, the handler must not run.
    func authorize(
        _ request: Request, _ signedRequest: SignedRequest, _ admitted: AdmittedRequest
    ) -> RequestOutcome {
        let (endpoint, instance) = (admitted.endpoint, admitted.instance)
        guard let requestGuard = endpoint.requestGuard else { return RequestOutcome() }
        let answered = { (answer: Response) in
            let what = "it is not what the handshake “\(requestGuard.handshake?.name ?? "")” expects"
            return RequestOutcome(answer: answer, refusal: answer.status.code < 400 ? nil : what)
        }
        if let answer = requestGuard.handshakeAnswer(to: request, isVerified: false, instance) {
            return answered(answer)
        }
        let notAChallenge = {
            RequestOutcome(
                answer: request.refusal(.badRequest, "This is not a valid verification request."),
                refusal: "it is not a valid verification request")
        }
        guard !requestGuard.isChallenge(request) || endpoint.handles(request.method) else { return notAChallenge() }
        let verification: VerificationResult?
        do throws(LoggedRejection) {
            verification = try requestGuard.verify(signedRequest, admitted.proof, instance)
            if requestGuard.shouldLog(verification) { reportOldSecret(admitted) }
            let secret = verification?.secret ?? 0
            if let answer = requestGuard.handshakeAnswer(to: request, isVerified: true, secret: secret, instance) {
                return answered(answer)
            }
            guard endpoint.handles(request.method) else { return notAChallenge() }
            if !admitted.context.isTrusted { try requestGuard.checkRouteRate() }
        } catch {
            return RequestOutcome(answer: request.refusal(error.rejection), refusal: error.reason)
        }
        guard let verifier = requestGuard.verifier else { return RequestOutcome() }
        var outcome = RequestOutcome(event: verifier.event.flatMap { signedRequest.value(of: $0) })
        let named = { verifier.deliveryID?.value(in: signedRequest) }
        guard let id = verification.map({ $0.deliveryID(verifier.deliveryID, in: signedRequest) }) ?? named() else {
            return outcome
        }
        outcome.delivery = id
        outcome.ledgerKey = requestGuard.key(of: request, admitted.texts, id: id, instance)
        return outcome
    }

    /// Enters a delivery that is not stored in the ledger of its route. If the outcome has a response then, it is a
    /// repetition, and the handler must not run.
    func enter(_ request: Request, _ endpoint: Endpoint, in outcome: inout RequestOutcome) {
        guard let key = outcome.ledgerKey, let ledger = endpoint.requestGuard?.ledger else { return }
        switch ledger.open(key, at: clock.steady) {
        case .new(let record):
            outcome.isInLedger = true
            outcome.announcements = record
        case .running:
            outcome.answer = request.refusal(
                .serviceUnavailable, "This delivery is still being handled.", headers: [.retryAfter: "5"])
            outcome.refusal = "the same delivery is still being handled"
        case .finished:
            endpoint.counters.duplicates.add()
            outcome.answer = .text("duplicate")
            outcome.ignoredReason = "duplicate delivery"
        }
    }

    /// Closes the delivery's entry in the ledger, counts and records the response, and adds the header fields of every
    /// response: the request's identifier, and fields that keep browsers and caches from interpreting or storing it.
    func complete(
        _ outcome: RequestOutcome, of request: Request, _ context: RequestContext, _ endpoint: Endpoint? = nil
    ) -> Response {
        var answer = outcome.answer ?? Response()
        if endpoint?.requestGuard?.verifier?.expectsEmptyResponses == true {
            answer.body = []
            answer.headers[.contentType] = nil
        }
        var refusal = outcome.refusal
        if outcome.wasCancelled {
            answer = request.refusal(.serviceUnavailable, "The handler was stopped.")
            refusal = "its handler was stopped: its time was over, its client left, or the bot stops"
        }
        // Every other refusal sets a reason; a whole response from a plugin has none.
        if refusal == nil, answer.status.code >= 400 { refusal = "its handler answered \(answer.status.code)" }
        let duration = clock.steady - context.start
        (endpoint?.counters ?? unroutedCounters).count(
            answer.status, after: duration, isIgnored: outcome.ignoredReason != nil, isIncomplete: outcome.isIncomplete)
        if let endpoint {
            if let reason = outcome.ignoredReason, endpoint.counters.shouldLog(reason) {
                logger.notice("deliveries ignored", metadata: DeliveryQueue.ignored(reason, by: endpoint.plugin))
            }
            if outcome.isInLedger, let key = outcome.ledgerKey, let requestGuard = endpoint.requestGuard {
                let retention = requestGuard.verifier?.deliveryID?.retention ?? DeliveryID.defaultRetention
                requestGuard.ledger.close(
                    key, succeeded: answer.status.code < 400, rememberedFor: retention, at: clock.steady)
            }
        }
        observe(
            RequestRecord(
                id: context.id,
                method: request.method,
                path: request.target.path,
                status: answer.status,
                duration: duration,
                client: context.claimedClients.first ?? request.client,
                isClientDisputed: !context.claimedClients.isEmpty,
                plugin: endpoint?.plugin,
                bodyLength: request.body.count,
                refusal: refusal?.scalars(upTo: RequestRecord.longestRefusal),
                delivery: outcome.delivery,
                event: outcome.event
            )
        )
        if answer.headers.contains(.requestID) { answer.headers[.requestID] = nil }
        answer.headers.append(HTTPField(name: .requestID, value: context.id))
        answer.addProtection()
        return answer
    }

    private func reportOldSecret(_ admitted: AdmittedRequest) {
        logger.notice(
            "only an old secret matched; the sender still uses it",
            metadata: [
                "plugin": "\(admitted.endpoint.plugin)", "route": "\(admitted.endpoint.label)",
                "variable": "\(admitted.instance.secret?.ring.variable ?? "")",
            ]
        )
    }
}

extension Response {
    /// Adds `X-Content-Type-Options: nosniff`, so that no browser treats text as a page (fetch.spec.whatwg.org,
    /// "X-Content-Type-Options header"), and `Cache-Control: no-store` (RFC 9111, 5.2.2.5) unless the response already
    /// says how long it may be cached.
    mutating func addProtection() {
        if !headers.contains(.xContentTypeOptions) {
            headers.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        }
        if !headers.contains(.cacheControl) {
            headers.append(HTTPField(name: .cacheControl, value: "no-store"))
        }
    }
}
