private import Glibc
private import Synchronization
private import SystemThreads

/// Resolves names with getaddrinfo(3), each on its own thread, because it blocks.
enum Resolver {
    /// The addresses of a host, in the order in which to try them (RFC 6724), at least one.
    static func addresses(
        of host: String, port: UInt16, until deadline: Deadline
    ) async throws(StreamError) -> [SocketAddress] {
        guard !host.isEmpty, !host.utf8.contains(0) else { throw .cannotResolve(host: "", reason: "it is invalid") }
        let token = Poller.shared.makeToken()
        let answer = Answer()
        let isStarted = SystemThread.start {
            answer.result.withLock { $0 = lookUp(host, port) }
            Poller.shared.wake(token)
        }
        guard isStarted else { throw .cannotResolve(host: host, reason: "the system has no more threads") }
        let outcome = await Poller.shared.wait(token, until: deadline, unless: { answer.result.withLock { $0 } != nil })
        switch (outcome, answer.result.withLock { $0 }) {
        case (.cancelled, _): throw .cancelled
        case (_, .success(let addresses)?): return addresses
        case (_, .failure(let error)?): throw error
        case (_, nil): throw .timedOut(.connecting)
        }
    }

    private final class Answer: Sendable {
        let result = Mutex<Result<[SocketAddress], StreamError>?>(nil)
    }

    private static func lookUp(_ host: String, _ port: UInt16) -> Result<[SocketAddress], StreamError> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else {
            let reason = unsafe gai_strerror(result).map { unsafe String(cString: $0) } ?? "error \(result)"
            return .failure(.cannotResolve(host: host, reason: reason))
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next?.pointee {
            if let address = unsafe SocketAddress(entry) { addresses.append(address) }
            unsafe next = unsafe entry.ai_next
        }
        guard !addresses.isEmpty else { return .failure(.cannotResolve(host: host, reason: "there is none")) }
        return .success(addresses)
    }
}
