extension Host {
    public func admit(_ request: Request) -> Admission {
        let id = identifiers.identifier(for: request)
        let start = ContinuousClock.now
        let match = router.match(path: request.target.path, method: request.method)
        guard case .found(let endpoint, let texts) = match else {
            var identified = request
            identified.id = id
            let response = Unrouted(match).response(to: identified)
            return Admission(body: .discard) { [self] request in
                finish(response, to: request, id: id, since: start)
            }
        }
        return Admission(
            body: endpoint.bodyKind == nil ? .discard : .read(limit: endpoint.bodyLimit),
            deadline: endpoint.deadline,
            offloaded: endpoint.isOffloaded
        ) { [self] request in
            var request = request
            request.id = id
            let response = await answer(request, with: endpoint, texts)
            return finish(response, to: request, id: id, since: start, endpoint)
        }
    }

    private func answer(_ request: Request, with endpoint: Endpoint, _ texts: [String]) async -> Response {
        do {
            return try await endpoint.handle(request, texts)
        } catch let rejection as Rejection {
            return request.refusal(rejection.status, rejection.reason, headers: rejection.headers)
        } catch is ParameterMismatch, FileError.missing {
            return request.refusal(.notFound, "Not found.")
        } catch {
            logger.error(
                "handler failed",
                metadata: ["request": "\(request.id)", "plugin": "\(endpoint.plugin)", "error": "\(error)"]
            )
            return request.refusal(.internalServerError, "Internal error; the request's id is \(request.id).")
        }
    }

    private func finish(
        _ response: Response,
        to request: Request,
        id: String,
        since start: ContinuousClock.Instant,
        _ endpoint: Endpoint? = nil
    ) -> Response {
        if let endpoint {
            endpoint.counters.count(response)
            if let reason = response.ignoredReason, endpoint.counters.isNews(reason) {
                logger.notice("deliveries ignored", metadata: ["plugin": "\(endpoint.plugin)", "reason": "\(reason)"])
            }
        }
        observe(
            RequestRecord(
                id: id,
                method: request.method,
                path: request.target.path,
                status: response.status,
                duration: ContinuousClock.now - start,
                peer: request.peer,
                plugin: endpoint?.plugin,
                bodyLength: request.body.count
            )
        )
        var response = response
        response.headers[.requestID] = id
        return response
    }
}
