internal import CMicroHTTPD
private import Glibc
private import HTTPTypes
internal import HarkHTTP

/// One connection, on its daemon's thread: it reads one request after another, has each handled, and sends the
/// responses. No other thread uses it; the supervisor uses its `watch`.
final class Connection {
    /// What the next handler call means.
    private enum Stage {
        /// No request, or only its request line.
        case head
        /// A request that the responder admitted and whose body is being read.
        case body
        /// A request that its handler is answering.
        case answering(Exchange)
        /// A request whose response is queued.
        case answered
    }

    /// The state that the supervisor can see.
    let watch: ConnectionWatch

    private let handle: ConnectionHandle
    private let core: DaemonCore
    private let executor = CallbackExecutor()
    /// Read once, at the first request: the only handshake is over by then.
    private lazy var clientCertificate = core.asksForCertificates ? handle.clientCertificate : nil
    private var stage = Stage.head
    private var head = RawHead()
    private let collector = FieldCollector()
    private var targetAddress: UInt = 0
    private var admitted: (request: Request, admission: Admission)?
    private let body: RequestBody
    private var closesAfterAnswer = false
    /// Whether the response is sent before the whole request has arrived.
    private var answersEarly = false
    private var provesSender = false

    /// A connection that was just accepted.
    init(_ handle: ConnectionHandle, socket: Int32, peer: PeerAddress, _ core: DaemonCore) {
        self.handle = handle
        self.core = core
        let now = MonotonicTime.now
        watch = ConnectionWatch(
            socket: socket, peer: peer, headDeadline: now + core.timeouts.head, now: now,
            hasNoShare: core.hasNoShare(peer), isEncrypted: core.scheme == .https)
        body = RequestBody(core, watch)
    }

    /// A request line has been read; its target, NUL-terminated, is still as it was sent.
    func begin(target: UnsafePointer<CChar>) {
        // Cleans up after a request whose end libmicrohttpd did not report (`Callbacks.requestEnded`).
        end()
        watch.begin()
        if watch.phase != .head { watch.enter(.head, until: .now + core.timeouts.head) }
        head.removeAll()
        closesAfterAnswer = false
        answersEarly = false
        provesSender = false
        targetAddress = UInt(bitPattern: target)
        let bytes = unsafe UnsafeRawBufferPointer(start: target, count: strlen(target))
        unsafe head.target.append(contentsOf: bytes)
    }

    /// A handler call: the first one of a request comes after the header section, later ones with parts of its body,
    /// the last one without.
    func receive(
        method: UnsafePointer<CChar>, version: UnsafePointer<CChar>, part: UnsafeRawBufferPointer
    ) -> MHD_Result {
        switch stage {
        case .head: unsafe admit(method, version)
        case .body:
            if unsafe part.isEmpty { start() } else { unsafe receive(part) }
        case .answering(let exchange): resume(exchange)
        case .answered: .NO
        }
    }

    /// The request is over, answered or not.
    func complete() {
        // libmicrohttpd answered by itself, or aborted the request.
        switch stage {
        case .body: answersEarly = true
        case .head where watch.phase == .head: answersEarly = true
        case .head, .answering, .answered: break
        }
        end()
        let now = MonotonicTime.now
        watch.waitForRequest(from: now, until: now + core.timeouts.idle)
    }

    /// libmicrohttpd closes its socket when this returns. Unread data is read by the `Lingerer`.
    func close() {
        let lingers = mustLinger
        end()
        if !lingers || !Lingerer.shared.adopt(watch, in: core.registry, core.timeouts.linger) {
            core.registry.remove(watch)
        }
    }

    /// Whether closing now could reset the connection before the client reads the response.
    private var mustLinger: Bool {
        guard !watch.isCut, !core.isStopped else { return false }
        switch Poll.unread(of: watch.socket) {
        case .ended: return false
        case .bytes: return !watch.isInHandshake
        // The client may still be sending: the response was sent early, or by libmicrohttpd before there was a request.
        case .nothing: return answersEarly || (!watch.isEncrypted && watch.phase == .head)
        }
    }

    /// Nothing more will arrive for the request. A client that disconnected while it waited may have ended it without
    /// another call.
    func end() {
        if watch.phase == .waiting { watch.stopAwaiting() }
        stage = .head
        admitted = nil
        body.release()
    }

    private func admit(_ method: UnsafePointer<CChar>, _ version: UnsafePointer<CChar>) -> MHD_Result {
        // It was displaced, or its deadline passed, while its request waited to be read.
        guard !watch.isCut else { return .NO }
        let now = MonotonicTime.now
        body.begin(at: now)
        watch.enter(.body, until: now + core.timeouts.body)
        let summary: HeadCheck.Summary
        do throws(Refusal) {
            try unsafe core.headReader.read(
                handle, collector, method: method, version: version, target: targetAddress, into: &head)
            summary = try core.headCheck.check(head)
        } catch {
            return refuse(error)
        }
        // libmicrohttpd and a proxy may disagree on where a chunked body ends: nothing after it is taken for a request.
        closesAfterAnswer = summary.isChunked
        var request = RequestBuilder.request(
            head, summary.method, names: core.fieldNames, scheme: core.scheme, peer: watch.peer)
        request.clientCertificate = clientCertificate
        let admission = request.target.path == "*" ? Self.serverOptions : core.responder.admit(request)
        admitted = (request, admission)
        return awaitBody(admission, summary)
    }

    /// The response to `OPTIONS *`, which is about the server itself (RFC 9110, 9.3.7).
    private static let serverOptions = Admission.refused(.byServer(.noContent))

    private func awaitBody(_ admission: Admission, _ summary: HeadCheck.Summary) -> MHD_Result {
        let length = summary.contentLength ?? 0
        let policy = admission.body
        switch policy {
        case .read(let routeLimit):
            body.limit = routeLimit ?? core.bodyLimit
            guard length <= body.limit else { return refuse(.bodyTooLarge) }
            body.expect(length, isProven: admission.headIsProven)
        case .discard, .leave:
            body.limit = core.bodyLimit
            guard policy == .leave || length <= body.limit else { return refuse(.bodyTooLarge) }
            body.isDiscarded = true
            // After a response in the first call, libmicrohttpd sends no 100, reads no body and closes. A chunked body
            // may have any length, and its connection is closed in any case.
            guard !summary.expectsContinue, length <= body.limit, !(policy == .leave && summary.isChunked) else {
                closesAfterAnswer = true
                answersEarly = true
                return start()
            }
        }
        stage = .body
        return .YES
    }

    private func receive(_ part: UnsafeRawBufferPointer) -> MHD_Result {
        switch unsafe body.receive(part) {
        case .more: return .YES
        case .refused(let refusal):
            report(refusal)
            return breakOff(refusal)
        case .gone(let isAnswered): return breakOff(isAnswered ? nil : .bodyGaveWay)
        }
    }

    /// Writes the response to the connection itself: while a body arrives, libmicrohttpd accepts no response.
    private func breakOff(_ refusal: Refusal?) -> MHD_Result {
        answersEarly = true
        guard let refusal else { return .NO }
        switch core.scheme {
        case .http: RawAnswer.send(refusal, on: watch.socket)
        case .https: handle.sendOverTLS(RawAnswer.bytes(refusal))
        }
        return .NO
    }

    private func start() -> MHD_Result {
        guard let (head, admission) = admitted.take() else { return .NO }
        let (bytes, isAnswered) = body.finish()
        guard let bytes else {
            closesAfterAnswer = true
            return isAnswered ? .NO : send(Refusal.bodyGaveWay.response)
        }
        provesSender = admission.provesSender
        var request = head
        request.body = bytes
        watch.enter(.running)
        let isLong = bytes.count > BodyBudget.allowance
        let exchange: Exchange
        if isLong {
            guard let submitted = submit(request, admission) else { return putOff() }
            exchange = submitted
        } else {
            exchange = Exchange(request, admission, on: executor, core.gate)
        }
        if case .response(let response) = exchange.take() { return send(response) }
        stage = .answering(exchange)
        let limit = admission.deadline.map(MonotonicTime.Interval.init) ?? core.timeouts.handler
        watch.await(exchange, until: .now + limit)
        switch exchange.take(orSuspend: handle) {
        case .value(let outcome): return finish(outcome)
        case .suspended: return .YES
        case .stopping:
            exchange.interrupt(.stopping)
            return resume(exchange)
        }
    }

    /// Hands the request to the workers; nil if too many requests wait for them. They own the memory of the body from
    /// then on.
    private func submit(_ request: Request, _ admission: Admission) -> Exchange? {
        Exchange(
            request, admission, on: core.workers, for: HeldBody.holder(of: watch),
            holding: body.takeLease(), core.gate)
    }

    private func putOff() -> MHD_Result {
        let refusal = Refusal.tooMuchWork
        report(refusal)
        return send(refusal.response)
    }

    private func resume(_ exchange: Exchange) -> MHD_Result {
        // No outcome yet: libmicrohttpd made a call although the connection was not resumed. It will call again.
        guard let outcome = exchange.take() else { return .YES }
        return finish(outcome)
    }

    private func finish(_ outcome: Exchange.Outcome) -> MHD_Result {
        watch.stopAwaiting()
        switch outcome {
        case .response(let response): return send(response)
        case .abandoned: return .NO
        }
    }

    private func refuse(_ refusal: Refusal) -> MHD_Result {
        report(refusal)
        closesAfterAnswer = true
        answersEarly = true
        return send(refusal.response)
    }

    private func report(_ refusal: Refusal) {
        core.report(.refused(status: refusal.status, reason: refusal.reason, peer: watch.peer))
    }

    private func send(_ response: Response) -> MHD_Result {
        stage = .answered
        body.release()
        if provesSender, response.status.code < 400 { watch.prove() }
        watch.enter(.sending, until: .now + core.timeouts.sending(response))
        let writer = ResponseWriter(connection: handle, report: core.report)
        return writer.queue(response, closing: closesAfterAnswer || core.isDraining)
    }
}
