public import HarkHTTP

extension ListenAddress {
    /// The address as a client types it: `http://127.0.0.1:3141`, `https://[::1]:3142`, `unix:/run/hark.sock`. An address
    /// that stands for all of the machine's is shown as the loopback one.
    public func url(scheme: Scheme) -> String {
        switch self {
        case .tcp("0.0.0.0", let port): "\(scheme.rawValue)://127.0.0.1:\(port)"
        case .tcp("::", let port): "\(scheme.rawValue)://[::1]:\(port)"
        case .tcp: "\(scheme.rawValue)://\(self)"
        case .unix: description
        }
    }
}
