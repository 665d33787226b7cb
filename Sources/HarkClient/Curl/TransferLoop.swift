private import CCurl
private import Glibc

/// The thread of a client: only it uses libcurl's handles.
@safe
struct TransferLoop: ~Copyable {
    /// Idle connections that are kept for later requests.
    private static let connectionsKept = 16

    private let queue: TransferQueue
    private let multi: MultiHandle
    private var transfers: [Transfer.ID: Transfer] = [:]

    private init(queue: TransferQueue, multi: MultiHandle) {
        self.queue = queue
        self.multi = multi
    }

    /// The thread's main function.
    static func run(_ queue: TransferQueue, _ multi: MultiHandle) {
        var loop = TransferLoop(queue: queue, multi: multi)
        loop.run()
    }

    private mutating func run() {
        Self.ignoreBrokenPipes()
        unsafe _ = hark_curl_multi_set_long(multi.curl, multi.raw, CURLMOPT_MAXCONNECTS, Self.connectionsKept)
        while true {
            let orders = queue.takeOrders()
            for job in orders.jobs { begin(job) }
            if orders.hasCancellations { giveUp { $0.ticket.isCancelled } }
            if orders.isStopping { break }
            var running: Int32 = 0
            unsafe _ = multi.curl.multi_perform(multi.raw, &running)
            finishCompleted()
            // Returns earlier when a socket is ready, a timeout of libcurl's is due, or `wakeUp` is called.
            unsafe _ = multi.curl.multi_poll(multi.raw, nil, 0, Int32.max, nil)
        }
        giveUp { _ in true }
        // From here on, nobody calls `wakeUp`.
        let waiting = queue.end()
        multi.release()
        for continuation in waiting { continuation.resume() }
    }

    private mutating func begin(_ job: TransferJob) {
        guard !job.ticket.isCancelled else { return job.fail(.cancelled) }
        guard let transfer = Transfer(job, multi.curl) else {
            return job.fail(.failed(reason: "There is no memory left for it."))
        }
        let refusal = unsafe transfer.prepare(with: queue.configuration) ?? transfer.join(multi.raw)
        if let refusal { return job.fail(.failed(reason: refusal)) }
        transfers[transfer.id] = transfer
    }

    private mutating func finishCompleted() {
        var left: Int32 = 0
        while let message = unsafe multi.curl.multi_info_read(multi.raw, &left) {
            // The message is freed with its transfer (curl_multi_info_read(3)).
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle else {
                continue
            }
            let code = unsafe message.pointee.data.result
            guard let transfer = transfers.removeValue(forKey: unsafe Transfer.id(of: easy)) else { continue }
            let outcome = transfer.outcome(of: code)
            unsafe transfer.leave(multi.raw)
            transfer.job.continuation.resume(returning: outcome)
        }
    }

    /// Ends the transfers of some jobs; an HTTP/1.1 connection is closed with its transfer.
    private mutating func giveUp(where isUnwanted: (TransferJob) -> Bool) {
        for (id, transfer) in transfers where isUnwanted(transfer.job) {
            let mayHaveArrived = transfer.mayHaveArrived
            unsafe transfer.leave(multi.raw)
            transfers[id] = nil
            transfer.job.fail(.cancelled, mayHaveArrived: mayHaveArrived)
        }
    }

    /// TLS libraries may write to a socket whose other end is closed, and libcurl leaves the signal to the caller
    /// (CURLOPT_NOSIGNAL(3)): it is blocked, so that it does not end the process.
    private static func ignoreBrokenPipes() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
