public import HarkHTTP

/// An address to listen on.
public enum ListenAddress: Sendable, Hashable {
    /// A TCP port. The host is an IPv4 or IPv6 literal or `localhost` (127.0.0.1); `::` accepts IPv4 as well. With port
    /// 0 the system chooses a port, which `Listener.address` contains.
    case tcp(host: String, port: UInt16)
    /// A Unix domain socket at this path, of at most 107 bytes (`sun_path` of unix(7)).
    case unix(path: String)
}

extension ListenAddress: CustomStringConvertible {
    /// `127.0.0.1:3141`, `[::1]:3141` or `unix:/run/hark.sock`.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

extension ListenAddress {
    /// The address as a URL: `http://127.0.0.1:3141`, `https://[::1]:3142`, `unix:/run/hark.sock`. The unspecified
    /// address is shown as the loopback address.
    public func url(scheme: Scheme) -> String {
        switch self {
        case .tcp("0.0.0.0", let port): "\(scheme.rawValue)://127.0.0.1:\(port)"
        case .tcp("::", let port): "\(scheme.rawValue)://[::1]:\(port)"
        case .tcp: "\(scheme.rawValue)://\(self)"
        case .unix: description
        }
    }
}
