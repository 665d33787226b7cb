internal import HarkStore

private import struct FoundationEssentials.Date

extension RequestPipeline {
    /// How long a sender that repeats deliveries by itself is asked to wait when one could not be stored.
    private static let waitWhenNotStored = Duration.seconds(30)

    /// A delivery that is not handled by then is dead.
    private static let longestAge = Duration.seconds(3 * 86_400)

    /// Stores a delivery of a durable route. Without a response in the outcome, it has to be handled before it is
    /// answered: it could not be stored, and its sender would not send it again.
    func store(
        _ request: Request, _ call: EndpointCall, _ handler: DeliveryHandler, _ admitted: AdmittedRequest,
        in outcome: inout RequestOutcome
    ) async {
        let (endpoint, context) = (admitted.endpoint, admitted.context)
        let verifier = endpoint.requestGuard?.verifier
        guard let stored = StoredRequest(request, hiding: verifier) else {
            let reason = "The token in its body cannot be found, so that it would be stored with it."
            return refuse(request, because: reason, unless: !options.store.isRequired, of: endpoint, in: &outcome)
        }
        let delivery = NewDelivery(
            requestID: request.id, origin: context.isTrusted ? .test : .webhook, route: handler.route,
            event: outcome.event?.scalars(upTo: 100), key: call.key, policy: handler.policy,
            duplicateKey: context.isTrusted ? nil : outcome.ledgerKey?.duplicateKey(at: endpoint),
            duplicateLifetime: duplicateLifetime(verifier?.deliveryID),
            expiry: clock.now.addingTimeInterval(Self.longestAge / .seconds(1)), head: stored.head, body: stored.body)
        let job = DeliveryJob(handler: handler, requestID: request.id, call: call)
        let limit = min(options.store.timeout, verifier?.acknowledgementLimit ?? options.store.timeout)
        let acknowledgement = verifier?.acknowledgement ?? .accepted
        let isHandledUnstored = verifier?.isRetried == false && !options.store.isRequired
        do throws(AdditionError) {
            let added = try await deliveries.add(delivery, job, within: limit) { [self] error in
                if isHandledUnstored { await handleUnstored(job, error) }
            }
            context.receipt?.id = added.id
            if case .duplicate = added {
                endpoint.counters.duplicates.add()
                outcome.answer = .text("duplicate", status: acknowledgement)
                outcome.ignoredReason = "duplicate delivery"
            } else {
                outcome.answer = .text("stored \(request.id)", status: acknowledgement)
            }
        } catch {
            logger.error("delivery not stored", metadata: ["id": "\(request.id)", "reason": "\(error)"])
            // What may be stored is handled when it is found in the store.
            let isHandledNow = isHandledUnstored && error.isDefinite
            refuse(request, because: "\(error)", unless: isHandledNow, of: endpoint, in: &outcome)
        }
    }

    /// Handles a delivery that the store refused after its sender had been told that it might be stored. It is not sent
    /// again.
    private func handleUnstored(_ job: DeliveryJob, _ error: StoreError) async {
        job.handler.counters.unstored.add()
        let plugin = job.handler.route.plugin
        onUnstored(plugin, "\(error)")
        let failure: String
        do {
            switch try await TimeLimit.run(within: job.handler.timeLimit, job.call.run) {
            case .handled, .ignored: return
            case .retry: failure = "its handler asked for a retry"
            case .rejected(let rejection): failure = rejection.reason
            }
        } catch is TimeLimit.Exceeded { failure = "its handler took too long" } catch { failure = "\(error)" }
        logger.error(
            "handler failed", metadata: ["id": "\(job.requestID)", "plugin": "\(plugin)", "error": "\(failure)"])
    }

    /// Answers that a delivery could not be stored, unless it is to be handled all the same.
    private func refuse(
        _ request: Request, because reason: String, unless isHandledAnyway: Bool, of endpoint: Endpoint,
        in outcome: inout RequestOutcome
    ) {
        if isHandledAnyway {
            endpoint.counters.unstored.add()
            return onUnstored(endpoint.plugin, reason)
        }
        outcome.answer = request.refusal(
            .serviceUnavailable, "The delivery could not be stored.",
            headers: [.retryAfter: "\(Self.waitWhenNotStored.wholeSeconds)"])
        outcome.refusal = "it could not be stored: \(reason)"
    }
}

extension RequestPipeline {
    /// How long repetitions of a delivery are recognised: as long as its record is kept, unless its verifier says less,
    /// as for alerts that are sent again and again while they last.
    private func duplicateLifetime(_ id: DeliveryID?) -> Duration {
        let retention = id?.retention ?? DeliveryID.defaultRetention
        return retention < DeliveryID.defaultRetention ? retention : max(retention, options.store.retention.records)
    }
}

extension AddedDelivery {
    /// The delivery, or the one that it repeats.
    fileprivate var id: StoredDeliveryID {
        switch self {
        case .running(let run): run.id
        case .stored(let id, _, _, _), .duplicate(let id, _), .replayed(let id): id
        }
    }
}
