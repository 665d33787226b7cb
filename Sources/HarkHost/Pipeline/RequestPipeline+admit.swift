extension RequestPipeline {
    public func admit(_ request: Request) -> Admission {
        admit(request, context(of: request, isTrusted: false)).admission
    }

    /// The decision, and the row that handles the request, if there is one.
    func admit(_ request: Request, _ context: RequestContext) -> (admission: Admission, endpoint: Endpoint?) {
        do throws(LoggedRejection) { try sites.checkHost(of: request) } catch {
            return (refused(error, nil, context), nil)
        }
        switch registry.router.match(path: request.target.path, method: request.method) {
        case .found(let endpoint, let texts):
            let requestGuard = endpoint.requestGuard
            let instance = requestGuard?.instance ?? RequestGuard.InstanceValues()
            let proof: RequestGuard.HeadProof
            do throws(LoggedRejection) {
                if !context.isTrusted, requestGuard?.demandsProof(instance) != true {
                    try sites.checkPage(of: request, baseURL: context.baseURL)
                }
                proof = try requestGuard?.checkHead(context.request(request), context, instance) ?? .notWanted
                if endpoint.readsBody, let coding = ContentCoding(of: request) {
                    throw LoggedRejection(coding.rejection, because: "its Content-Encoding is \(coding.name)")
                }
            } catch {
                return (refused(error, endpoint, context), endpoint)
            }
            let admitted = AdmittedRequest(
                endpoint: endpoint, texts: texts, context: context, instance: instance, proof: proof)
            var admission = Admission(
                body: endpoint.readsBody ? .read(limit: endpoint.route.bodyLimit) : .discard,
                deadline: endpoint.route.deadline
            ) { [self] request in await handle(request, admitted) }
            // A handshake request with any method is answered before its sender proves anything.
            let handshake = requestGuard?.handshake
            let asksAnyhow = handshake.map { !$0.isSigned && $0.method == nil } ?? false
            admission.provesSender = proof.isWanted && !asksAnyhow
            admission.headIsProven = proof.isHeld
            return (admission, endpoint)
        case let other:
            let unrouted = Unrouted(other)
            let admission = Admission(body: .leave) { [self] request in
                let outcome = RequestOutcome(
                    answer: unrouted.response(to: request), refusal: unrouted.reason(for: request))
                return complete(outcome, of: context.request(request), context)
            }
            return (admission, nil)
        }
    }

    /// When a request arrived, and from where.
    func context(
        of request: Request, isTrusted: Bool, receipt: DeliveryReceipt? = nil
    ) -> RequestContext {
        let origin = Origin(of: request, trusting: options.proxies)
        return RequestContext(
            id: identifiers.identifier(for: request),
            start: clock.steady,
            client: origin.client,
            claimedClients: origin.claimedClients,
            isTrusted: isTrusted,
            receipt: receipt,
            baseURL: options.baseURL?.description ?? origin.baseURL
        )
    }

    private func refused(_ refusal: LoggedRejection, _ endpoint: Endpoint?, _ context: RequestContext) -> Admission {
        Admission(body: .leave) { [self] request in
            let outcome = RequestOutcome(answer: request.refusal(refusal.rejection), refusal: refusal.reason)
            return complete(outcome, of: context.request(request), context, endpoint)
        }
    }

    private func handle(_ request: Request, _ admitted: AdmittedRequest) async -> Response {
        let endpoint = admitted.endpoint
        var request = admitted.context.request(request)
        request.parsed = ParsedRequest(request)
        let signedRequest = SignedRequest(request)
        signedRequest.expected = admitted.instance.expected
        var outcome: RequestOutcome
        do throws(LoggedRejection) {
            try await endpoint.requestGuard?.findPublishedKey(
                of: signedRequest, admitted.proof, admitted.instance, in: keys)
            outcome = authorize(request, signedRequest, admitted)
        } catch {
            outcome = RequestOutcome(answer: request.refusal(error.rejection), refusal: error.reason)
        }
        do {
            var call: EndpointCall?
            if outcome.answer == nil, let handler = endpoint.deliveryHandler, deliveries.store != nil {
                let prepared = try endpoint.prepare(request, admitted.texts)
                await store(request, prepared, handler, admitted, in: &outcome)
                call = prepared
            }
            if outcome.answer == nil { enter(request, endpoint, in: &outcome) }
            if outcome.answer == nil {
                let prepared = try call ?? endpoint.prepare(request, admitted.texts)
                let end = try await AnnouncementRecord.$current.withValue(outcome.announcements) {
                    try await prepared.run()
                }
                outcome.take(end, of: request)
                outcome.wasCancelled = Task.isCancelled
            }
        } catch {
            (outcome.answer, outcome.refusal) = answer(to: error, request, endpoint)
            outcome.wasCancelled = Task.isCancelled
        }
        return complete(outcome, of: request, admitted.context, endpoint)
    }

    /// The response to a request whose handler threw, and the reason for the log.
    private func answer(
        to error: any Error,
        _ request: Request,
        _ endpoint: Endpoint
    ) -> (answer: Response, reason: String) {
        switch error {
        case let rejection as Rejection:
            return (request.refusal(rejection), rejection.reason)
        case is InactivePlugin:
            return (request.refusal(.notFound, "Not found."), "its plugin is not active")
        case let mismatch as ParameterMismatch:
            let names = endpoint.rule.placeholders
            let name = names.indices.contains(mismatch.position) ? names[mismatch.position].name : ""
            return (request.refusal(.notFound, "Not found."), "<\(name)> in its path is not \(mismatch.expected)")
        default:
            logger.error(
                "handler failed",
                metadata: ["id": "\(request.id)", "plugin": "\(endpoint.plugin)", "error": "\(error)"]
            )
            let answer = request.refusal(
                .internalServerError, "Internal error; the request's id is \(request.id).")
            return (answer, "its handler failed: \(error)")
        }
    }
}

extension RequestOutcome {
    /// Takes over the result of the handler.
    fileprivate mutating func take(_ end: HandlerOutcome, of request: Request) {
        switch end {
        case .handled(let response, let missingFieldCount):
            answer = response
            isIncomplete = missingFieldCount > 0
        case .ignored(let reason):
            answer = .text("ignored: \(reason)")
            ignoredReason = reason
        case .retry(let wait):
            answer = request.refusal(
                .serviceUnavailable, "This delivery cannot be handled now.",
                headers: [.retryAfter: "\(max(1, wait.wholeSeconds))"])
            refusal = "its handler asked for a retry"
        case .rejected(let rejection):
            answer = request.refusal(rejection)
            refusal = rejection.reason
        }
    }
}
