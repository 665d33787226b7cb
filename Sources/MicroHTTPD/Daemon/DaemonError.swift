/// Why a daemon could not start, with messages that say what to do.
public enum DaemonError: Error, Sendable, Equatable {
    /// Another process listens there.
    case addressInUse(ListenAddress)
    /// No interface of this machine has the address.
    case addressNotAvailable(ListenAddress)
    /// The process may not listen there.
    case permissionDenied(ListenAddress)
    /// The text is not an address to listen on.
    case invalidAddress(ListenAddress)
    /// The directory of the socket does not exist.
    case directoryMissing(path: String)
    /// Something that is not a socket is at the path.
    case notASocket(path: String)
    /// The path is empty or longer than 107 bytes.
    case invalidSocketPath(path: String)
    /// A listener can be used for one daemon only.
    case listenerAlreadyUsed(ListenAddress)
    /// A limit or deadline is out of its bounds.
    case invalidConfiguration(reason: String)
    /// A system call failed for a reason without a case of its own.
    case system(call: String, address: ListenAddress, reason: String)
    /// libmicrohttpd did not start.
    case notStarted(reason: String)
}

extension DaemonError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .addressInUse(let address):
            "Something else already listens on \(address). Stop it, or choose another address."
        case .addressNotAvailable(let address):
            "No network interface has the address of \(address). Choose one that this machine has, or 127.0.0.1."
        case .permissionDenied(let address):
            "This user may not listen on \(address). Choose a port of 1024 or above, or a path it may write to."
        case .invalidAddress(let address):
            "\(address) is not an address to listen on. Write an IPv4 or IPv6 address such as 127.0.0.1 or ::1."
        case .directoryMissing(let path):
            "The directory of the socket \(path) does not exist. Create it, or choose another path."
        case .notASocket(let path):
            "\(path) exists and is not a socket. Remove it, or choose another path."
        case .invalidSocketPath(let path):
            "“\(path)” cannot be the path of a socket. Choose one of 1 to 107 bytes."
        case .listenerAlreadyUsed(let address):
            "The listener on \(address) has served a daemon already. Make another one."
        case .invalidConfiguration(let reason):
            "The daemon's configuration is not usable: \(reason)."
        case .system(let call, let address, let reason):
            "Listening on \(address) failed: \(call): \(reason)."
        case .notStarted(let reason):
            "libmicrohttpd did not start: \(reason)."
        }
    }
}
