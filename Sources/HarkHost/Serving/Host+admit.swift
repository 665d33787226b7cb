extension Host {
    public func admit(_ request: Request) -> Admission {
        let visit = Visit(id: identifiers.identifier(for: request), start: .now)
        switch router.match(path: request.target.path, method: request.method) {
        case .found(let endpoint, let texts):
            return Admission(
                body: endpoint.bodyKind == nil ? .discard : .read(limit: endpoint.bodyLimit),
                deadline: endpoint.deadline,
                offloaded: endpoint.isOffloaded,
                handler: handler(of: endpoint, texts, visit)
            )
        case let other:
            return Admission(
                body: .discard,
                handler: .immediate { [self] request in
                    finish(Unrouted(other).response(to: request), to: request, visit)
                }
            )
        }
    }

    /// When a request came and what it is called.
    private struct Visit {
        let id: String
        let start: ContinuousClock.Instant
    }

    private func handler(of endpoint: Endpoint, _ texts: [String], _ visit: Visit) -> Admission.Handler {
        switch endpoint.invoke {
        case .immediate(let run):
            return .immediate { [self] request in
                var request = request
                request.id = visit.id
                let response: Response
                do { response = try run(request, texts) } catch {
                    response = answer(to: error, request, endpoint)
                }
                return finish(response, to: request, visit, endpoint)
            }
        case .suspending(let run):
            return .suspending { [self] request in
                var request = request
                request.id = visit.id
                let response: Response
                do { response = try await run(request, texts) } catch {
                    response = answer(to: error, request, endpoint)
                }
                return finish(response, to: request, visit, endpoint)
            }
        }
    }

    /// The answer to a request whose handler threw.
    private func answer(to error: any Error, _ request: Request, _ endpoint: Endpoint) -> Response {
        switch error {
        case let rejection as Rejection:
            return request.refusal(rejection.status, rejection.reason, headers: rejection.headers)
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

    /// Counts and records an answer, and puts the request's identifier on it.
    private func finish(
        _ answer: Response,
        to request: Request,
        _ visit: Visit,
        _ endpoint: Endpoint? = nil
    ) -> Response {
        if let endpoint {
            endpoint.counters.count(answer)
            if let reason = answer.ignoredReason, endpoint.counters.isNews(reason) {
                logger.notice("deliveries ignored", metadata: ["plugin": "\(endpoint.plugin)", "reason": "\(reason)"])
            }
        }
        observe(
            RequestRecord(
                id: visit.id,
                method: request.method,
                path: request.target.path,
                status: answer.status,
                duration: ContinuousClock.now - visit.start,
                peer: request.peer,
                plugin: endpoint?.plugin,
                bodyLength: request.body.count
            )
        )
        var response = answer
        if response.headers.contains(.requestID) { response.headers[.requestID] = nil }
        response.headers.append(HTTPField(name: .requestID, value: visit.id))
        return response
    }
}
