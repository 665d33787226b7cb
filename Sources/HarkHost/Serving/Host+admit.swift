extension Host {
    public func admit(_ request: Request) -> Admission { admit(request, isTrusted: false) }

    /// Decides on a request whose body is not there yet.
    /// - Parameter isTrusted: an admin's own request: allow lists and rate limits do not hold for it.
    func admit(_ request: Request, isTrusted: Bool) -> Admission {
        let visit = visit(of: request, isTrusted: isTrusted)
        switch router.match(path: request.target.path, method: request.method) {
        case .found(let endpoint, let texts):
            do throws(Gate.Refusal) {
                try endpoint.gate?.checkHead(
                    visit.request(request), isDisputed: visit.isDisputed, isTrusted: isTrusted)
            } catch {
                return refused(error, endpoint, visit)
            }
            return Admission(
                body: endpoint.bodyKind == nil && endpoint.gate?.verifier == nil
                    ? .discard : .read(limit: endpoint.bodyLimit),
                deadline: endpoint.deadline,
                offloaded: endpoint.isOffloaded,
                handler: handler(of: endpoint, texts, visit)
            )
        case let other:
            return Admission(
                body: .leave,
                handler: .immediate { [self] request in
                    finish(Passage(answer: Unrouted(other).response(to: request)), of: visit.request(request), visit)
                }
            )
        }
    }

    private func visit(of request: Request, isTrusted: Bool) -> Visit {
        let origin = Origin(of: request, trusting: options.proxies)
        return Visit(
            id: identifiers.identifier(for: request),
            start: .now,
            client: origin.client,
            isDisputed: origin.isDisputed,
            isTrusted: isTrusted,
            baseURL: options.baseURL?.description ?? origin.baseURL
        )
    }

    private func refused(_ refusal: Gate.Refusal, _ endpoint: Endpoint, _ visit: Visit) -> Admission {
        Admission(
            body: .leave,
            handler: .immediate { [self] request in
                let passage = Passage(answer: request.refusal(refusal.rejection), refusal: refusal.reason)
                return finish(passage, of: visit.request(request), visit, endpoint)
            }
        )
    }

    private func handler(of endpoint: Endpoint, _ texts: [String], _ visit: Visit) -> Admission.Handler {
        switch endpoint.invoke {
        case .immediate(let run):
            return .immediate { [self] request in
                let request = visit.request(request)
                var passage = pass(request, endpoint, texts, isTrusted: visit.isTrusted)
                if passage.answer == nil {
                    do { passage.answer = try run(request, texts) } catch {
                        passage.answer = answer(to: error, request, endpoint)
                    }
                    passage.wasCancelled = Task.isCancelled
                }
                return finish(passage, of: request, visit, endpoint)
            }
        case .suspending(let run):
            return .suspending { [self] request in
                let request = visit.request(request)
                var passage = pass(request, endpoint, texts, isTrusted: visit.isTrusted)
                if passage.answer == nil {
                    do { passage.answer = try await run(request, texts) } catch {
                        passage.answer = answer(to: error, request, endpoint)
                    }
                    passage.wasCancelled = Task.isCancelled
                }
                return finish(passage, of: request, visit, endpoint)
            }
        }
    }

    /// The answer to a request whose handler threw.
    private func answer(to error: any Error, _ request: Request, _ endpoint: Endpoint) -> Response {
        switch error {
        case let rejection as Rejection:
            return request.refusal(rejection)
        case is ParameterMismatch, FileError.missing:
            return request.refusal(.notFound, "Not found.")
        default:
            logger.error(
                "handler failed",
                metadata: ["id": "\(request.id)", "plugin": "\(endpoint.plugin)", "error": "\(error)"]
            )
            return request.refusal(.internalServerError, "Internal error; the request's id is \(request.id).")
        }
    }
}

/// When a request came, from where, and what it is called.
struct Visit: Sendable {
    let id: String
    let start: ContinuousClock.Instant
    let client: PeerAddress
    /// Whether its proxies' header fields contradict each other about the client.
    let isDisputed: Bool
    /// Whether an admin made it: allow lists and rate limits do not hold for it.
    let isTrusted: Bool
    let baseURL: String?

    /// A request as the pipeline sees it.
    func request(_ request: Request) -> Request {
        var request = request
        request.id = id
        request.client = client
        request.baseURL = baseURL
        return request
    }
}
