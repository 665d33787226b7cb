internal import CMicroHTTPD
private import Glibc
private import HTTPTypes
internal import HarkHTTP

/// One connection, as its daemon thread sees it: it reads request after request, has each answered, and sends the
/// answers. No other thread touches it; what the supervisor needs is in its `watch`.
final class Connection {
    /// What the next handler call is about.
    private enum Stage {
        /// No request, or only its request line.
        case head
        /// A request that the responder admitted and whose body is being read.
        case body
        /// A request that its handler answers.
        case answering(Exchange)
        /// A request whose answer is queued.
        case answered
    }

    /// What the supervisor sees of it.
    let watch: ConnectionWatch

    private let handle: ConnectionHandle
    private let core: DaemonCore
    private let executor = CallbackExecutor()
    /// Looked at once, at the first request: the handshake is over then, and there is no other.
    private lazy var clientCertificate = core.asksForCertificates ? handle.clientCertificate : nil
    private var stage = Stage.head
    private var head = RawHead()
    private let collector = FieldCollector()
    private var targetAddress: UInt = 0
    private var admitted: (request: Request, admission: Admission)?
    private var bodyLimit = 0
    private var body: [UInt8] = []
    private var received = 0
    /// What the body has taken of the budget.
    private var taken = 0
    private var discards = false
    private var isHead = false
    private var closesAfterAnswer = false

    /// A connection that was just accepted.
    init(_ handle: ConnectionHandle, socket: Int32, peer: PeerAddress, _ core: DaemonCore) {
        self.handle = handle
        self.core = core
        watch = ConnectionWatch(socket: socket, peer: peer, headDeadline: .now + core.timeouts.head)
    }

    /// A request line has been read; its target, NUL-terminated, is still as it was sent.
    func begin(target: UnsafePointer<CChar>) {
        // What a request left whose end libmicrohttpd did not tell (`Callbacks.requestEnded`).
        end()
        if watch.phase != .head { watch.enter(.head, until: .now + core.timeouts.head) }
        head.removeAll()
        received = 0
        discards = false
        isHead = false
        closesAfterAnswer = false
        targetAddress = UInt(bitPattern: target)
        let bytes = unsafe UnsafeRawBufferPointer(start: target, count: strlen(target))
        unsafe head.target.append(contentsOf: bytes)
    }

    /// A handler call: the first of a request has its header section, later ones parts of its body, the last one none.
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
        end()
        watch.enter(.idle, until: .now + core.timeouts.idle)
    }

    /// Nothing more will come of the request. A client that left while it waited may have ended it without another call.
    func end() {
        if watch.phase == .waiting { watch.stopAwaiting() }
        stage = .head
        admitted = nil
        body = []
        giveBodyBack()
    }

    private func admit(_ method: UnsafePointer<CChar>, _ version: UnsafePointer<CChar>) -> MHD_Result {
        watch.enter(.body, until: .now + core.timeouts.body)
        let summary: HeadCheck.Summary
        do throws(Refusal) {
            try unsafe core.headReader.read(
                handle, collector, method: method, version: version, target: targetAddress, into: &head)
            summary = try core.headCheck.check(head)
        } catch {
            return refuse(error)
        }
        // The end of a chunked body is where libmicrohttpd saw it, which may not be where a proxy did: nothing that
        // comes after it is taken for a request.
        closesAfterAnswer = summary.isChunked
        isHead = summary.method == .head
        var request = RequestBuilder.request(head, summary.method, scheme: core.scheme, peer: watch.peer)
        request.clientCertificate = clientCertificate
        let admission = request.target.path == "*" ? Self.serverOptions : core.responder.admit(request)
        admitted = (request, admission)
        return awaitBody(admission.body, summary)
    }

    /// The answer to `OPTIONS *`, which asks about the server itself (RFC 9110, 9.3.7).
    private static let serverOptions = Admission.refused(.byServer(.noContent))

    private func awaitBody(_ policy: Admission.BodyPolicy, _ summary: HeadCheck.Summary) -> MHD_Result {
        let length = summary.contentLength ?? 0
        switch policy {
        case .read(let routeLimit):
            bodyLimit = routeLimit ?? core.bodyLimit
            guard length <= bodyLimit else { return refuse(.bodyTooLarge) }
            body.reserveCapacity(min(length, 256 * 1024))
        case .discard, .leave:
            bodyLimit = core.bodyLimit
            guard policy == .leave || length <= bodyLimit else { return refuse(.bodyTooLarge) }
            discards = true
            // An answer in the first call: libmicrohttpd sends no 100, reads no body and closes.
            guard !summary.expectsContinue, length <= bodyLimit else {
                closesAfterAnswer = true
                return start()
            }
        }
        stage = .body
        return .YES
    }

    private func receive(_ part: UnsafeRawBufferPointer) -> MHD_Result {
        received += part.count
        guard received <= bodyLimit else { return breakOff(.bodyTooLarge) }
        if discards { return .YES }
        unsafe body.append(contentsOf: part)
        let needed = max(0, received - BodyBudget.allowance) - taken
        guard core.bodyBudget.take(needed) else { return breakOff(.noMemoryForBody) }
        taken += needed
        return .YES
    }

    /// Says why on the socket itself: while a body arrives, libmicrohttpd takes no response.
    private func breakOff(_ refusal: Refusal) -> MHD_Result {
        report(refusal)
        if core.scheme == .http { RawAnswer.send(refusal, on: watch.socket) }
        return .NO
    }

    private func giveBodyBack() {
        core.bodyBudget.give(back: taken)
        taken = 0
    }

    private func start() -> MHD_Result {
        guard let (head, admission) = admitted.take() else { return .NO }
        var request = head
        request.body = body
        body = []
        watch.enter(.running)
        if !admission.offloaded, case .immediate(let respond) = admission.handler { return send(respond(request)) }
        let exchange = Exchange(request, admission, on: executor, core.gate)
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

    private func resume(_ exchange: Exchange) -> MHD_Result {
        // Nothing there: libmicrohttpd called although the connection was not resumed. It calls again.
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
        return send(refusal.response)
    }

    private func report(_ refusal: Refusal) {
        core.report(.refused(status: refusal.status, reason: refusal.reason, peer: watch.peer))
    }

    private func send(_ response: Response) -> MHD_Result {
        stage = .answered
        giveBodyBack()
        watch.enter(.sending, until: .now + core.timeouts.sending(response))
        let streaming = StreamReader.Environment(
            connection: handle, watch: watch, executor: executor, gate: core.gate, sendTimeout: core.timeouts.send,
            report: core.report)
        let writer = ResponseWriter(connection: handle, streaming: streaming, isHead: isHead, report: core.report)
        return writer.queue(response, closing: closesAfterAnswer || core.isDraining)
    }
}
