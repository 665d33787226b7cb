internal import CCurl
private import HarkThreads
private import Synchronization

/// A request for the client's thread, and the task that waits for its result.
struct TransferJob: Sendable {
    let request: ClientRequest
    let url: RequestURL
    let ticket: TransferTicket
    let continuation: CheckedContinuation<Result<ClientResponse, HTTPClientError>, Never>

    /// Reports that there is no response.
    func fail(_ kind: HTTPClientError.Kind, mayHaveArrived: Bool = false) {
        continuation.resume(
            returning: .failure(HTTPClientError(kind, server: url.server, mayHaveArrived: mayHaveArrived)))
    }
}

/// Identifies a request, and tells whether it is still wanted.
final class TransferTicket: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    func cancel() { flag.store(true, ordering: .releasing) }
}

/// The requests of tasks to the client's thread, which starts with the first one.
final class TransferQueue: Sendable {
    /// What was queued since the thread last looked.
    struct Orders {
        var jobs: [TransferJob] = []
        var hasCancellations = false
        var isStopping = false
    }

    private enum Phase {
        case idle
        case running(MultiHandle)
        case ended
    }

    private struct State {
        var phase = Phase.idle
        var orders = Orders()
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    let configuration: HTTPClientConfiguration
    private let state = Mutex(State())

    init(_ configuration: HTTPClientConfiguration) { self.configuration = configuration }

    /// Queues a request.
    func submit(_ job: TransferJob) {
        let failure = state.withLock { state -> HTTPClientError.Kind? in
            guard !state.orders.isStopping else { return .cancelled }
            switch state.phase {
            case .idle:
                guard let multi = MultiHandle(), startThread(with: multi) else {
                    return .failed(reason: "There is no memory or no thread left for it; try again later.")
                }
                state.phase = .running(multi)
            case .running(let multi): multi.wakeUp()
            case .ended: return .cancelled
            }
            state.orders.jobs.append(job)
            return nil
        }
        if let failure { job.fail(failure) }
    }

    /// Cancels a request, which may not be queued yet.
    func cancel(_ ticket: TransferTicket) {
        ticket.cancel()
        state.withLock { state in
            guard case .running(let multi) = state.phase else { return }
            state.orders.hasCancellations = true
            multi.wakeUp()
        }
    }

    /// Cancels everything and ends the thread.
    func stop() {
        state.withLock { state in
            state.orders.isStopping = true
            switch state.phase {
            case .idle: state.phase = .ended
            case .running(let multi): multi.wakeUp()
            case .ended: break
            }
        }
    }

    /// The same; returns when the thread has closed everything.
    func stopAndWait() async {
        stop()
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if case .ended = state.phase { return true }
                state.waitingForEnd.append(continuation)
                return false
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// What was queued since the last call.
    func takeOrders() -> Orders {
        state.withLock { state in
            defer { state.orders = Orders(isStopping: state.orders.isStopping) }
            return state.orders
        }
    }

    /// Notes that the thread does not wait any more, so that its handle may be released.
    func end() -> [CheckedContinuation<Void, Never>] {
        state.withLock { state in
            state.phase = .ended
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
    }

    private func startThread(with multi: MultiHandle) -> Bool {
        let isStarted = SystemThread.start { TransferLoop.run(self, multi) }
        if !isStarted { multi.release() }
        return isStarted
    }
}

/// A libcurl multi handle: its connections and their transfers.
@safe
struct MultiHandle: @unchecked Sendable {
    // Sendable: only the client's thread uses `raw`, except for curl_multi_wakeup(3), which any thread may call.
    let raw: UnsafeMutableRawPointer
    /// The library that it belongs to.
    let curl: hark_curl

    /// A handle without transfers; nil if there is no memory or no libcurl.
    init?() {
        guard let curl = unsafe CurlLibrary.functions, let raw = unsafe curl.multi_init() else { return nil }
        self.curl = curl
        unsafe self.raw = raw
    }

    /// Ends the thread's current or next wait.
    func wakeUp() { unsafe _ = curl.multi_wakeup(raw) }

    /// Closes the connections. The handle must not be used any more.
    func release() { unsafe _ = curl.multi_cleanup(raw) }
}
