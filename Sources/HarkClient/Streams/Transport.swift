internal import HarkTLS

/// An open socket and, once started, TLS on it. Each call does what is possible without waiting.
struct Transport {
    /// The result of a call.
    enum Progress<Value: Sendable>: Sendable {
        case done(Value)
        /// Call again when the socket is ready for this.
        case blocked(Poller.Interest)
    }

    let socket: Int32
    /// The host, for verifying the certificate and for errors.
    private(set) var host: String
    var tls: TLSClientSession?

    /// Starts TLS on a plain connection, with a server name other than the host if one is given.
    mutating func beginTLS(_ configuration: TLSClientConfiguration, serverName: String?) throws(StreamError) {
        guard tls == nil else { throw .tlsFailed(host: host, reason: "TLS was begun before") }
        host = serverName ?? host
        do throws(TLSError) {
            tls = try TLSClientSession(configuration, serverName: host, socket: socket)
        } catch {
            throw streamError(error)
        }
    }

    /// Continues the handshake.
    func handshake() throws(StreamError) -> Progress<Void> {
        guard let tls else { return .done(()) }
        do throws(TLSError) {
            return Self.progress(try tls.handshake())
        } catch {
            throw streamError(error)
        }
    }

    /// At most `limit` bytes; empty at the end.
    func receive(atMost limit: Int) throws(StreamError) -> Progress<[UInt8]> {
        guard let tls else {
            return try progress(SystemSocket.receive(socket, atMost: limit), blocked: .readable)
        }
        do throws(TLSError) {
            return Self.progress(try tls.receive(atMost: limit))
        } catch {
            throw streamError(error)
        }
    }

    /// Sends some of the bytes, and returns their number.
    func send(_ bytes: ArraySlice<UInt8>) throws(StreamError) -> Progress<Int> {
        guard let tls else { return try progress(SystemSocket.send(socket, bytes), blocked: .writable) }
        do throws(TLSError) {
            return Self.progress(try tls.send(bytes))
        } catch {
            throw streamError(error)
        }
    }

    private static func progress<Value>(_ progress: TLSClientSession.Progress<Value>) -> Progress<Value> {
        switch progress {
        case .done(let value): .done(value)
        case .needsReading: .blocked(.readable)
        case .needsWriting: .blocked(.writable)
        }
    }

    private func progress<Value>(
        _ progress: SystemSocket.Progress<Value>, blocked interest: Poller.Interest
    ) throws(StreamError) -> Progress<Value> {
        switch progress {
        case .done(let value): return .done(value)
        case .blocked: return .blocked(interest)
        case .failed(let error): throw .closed(reason: SystemSocket.text(error))
        }
    }

    private func streamError(_ error: TLSError) -> StreamError {
        switch error {
        case .untrusted(let reason): .untrusted(host: host, reason: reason)
        case .wrongName(let name, let presented): .wrongName(host: name, presented: presented)
        case .connectionLost(let reason): .closed(reason: reason)
        case .refused(let reason), .noCertificate(let reason), .noPrivateKey(let reason):
            .tlsFailed(host: host, reason: reason)
        case .keyMismatch: .tlsFailed(host: host, reason: "the private key is not that of the certificate")
        }
    }
}
