private import Glibc

/// Opens TCP connections.
enum TCPConnector {
    /// A connected, non-blocking socket, which the caller owns. All addresses of the host are tried in turn, each for
    /// its share of the remaining time, so that one that never answers does not use up all of it.
    static func connect(host: String, port: UInt16, until deadline: Deadline) async throws(StreamError) -> Int32 {
        let addresses = try await Resolver.addresses(of: host, port: port, until: deadline)
        var failure = StreamError.timedOut(.connecting)
        for (index, address) in addresses.enumerated() where !deadline.isOver {
            let share = deadline.remaining / Int64(addresses.count - index)
            do throws(StreamError) {
                return try await connect(address, host, port, until: Deadline(after: .milliseconds(share)))
            } catch .cancelled {
                throw .cancelled
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func connect(
        _ address: SocketAddress, _ host: String, _ port: UInt16, until deadline: Deadline
    ) async throws(StreamError) -> Int32 {
        guard let socket = SystemSocket.open(address.family) else {
            throw .cannotConnect(host: host, port: port, reason: SystemSocket.text(errno))
        }
        var error = address.connect(socket)
        // An interrupted call continues by itself (connect(2)).
        if error == EINPROGRESS || error == EINTR {
            let token = Poller.shared.makeToken()
            switch await Poller.shared.wait(token, on: socket, for: .writable, until: deadline) {
            case .ready: error = SystemSocket.pendingError(of: socket)
            case .timedOut:
                close(socket)
                throw .timedOut(.connecting)
            case .cancelled:
                close(socket)
                throw .cancelled
            }
        }
        guard error == 0 else {
            close(socket)
            throw .cannotConnect(host: host, port: port, reason: SystemSocket.text(error))
        }
        return socket
    }
}
