internal import HarkHTTP

private import struct FoundationEssentials.Data
private import struct FoundationEssentials.URLComponents

/// An HTTP proxy that connects to other hosts (CONNECT; RFC 9110, 9.3.6). It prints without its credentials.
public struct ProxyConfiguration: Sendable, Equatable {
    /// The name or address of the proxy.
    public let host: String

    /// Its port.
    public let port: UInt16

    /// The value of `Proxy-Authorization`; nil without credentials.
    let authorization: String?

    private let exceptions: [String]

    /// Why it cannot connect to other hosts; nil if it can.
    private(set) var refusal: String?

    /// A proxy, with the hosts that do not use it.
    /// - Parameters:
    ///   - user: the name for Basic authentication (RFC 7617), without a colon; nil for none.
    ///   - exceptions: names, each including its subdomains, addresses, address ranges such as `10.0.0.0/8`, or `*` for
    ///     every host.
    public init(host: String, port: UInt16, user: String? = nil, password: String = "", exceptions: [String] = []) {
        self.host = host
        self.port = port
        authorization = user.map { "Basic " + Data("\($0):\(password)".utf8).base64EncodedString() }
        self.exceptions = exceptions.map { $0.lowercased() }
    }

    /// The proxy in environment variables: the first of `https_proxy`, `HTTPS_PROXY`, `all_proxy` and `ALL_PROXY` that
    /// is not empty is `http://user:password@host:port`, with port 1080 by default, as in curl; `no_proxy` or
    /// `NO_PROXY` lists the exceptions, separated by commas or spaces. Nil if there is none. A proxy of another kind,
    /// which HTTP requests may be able to use, connects to no host.
    /// - Throws: `StreamError.proxyFailed` if the URL is invalid.
    public init?(environment: [String: String]) throws(StreamError) {
        let environment = ProxyEnvironment(environment)
        guard let (variable, text) = environment.proxy(isSecure: true) else { return nil }
        guard let url = URLComponents(string: text.contains("://") ? text : "http://\(text)"),
            let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty,
            let port = UInt16(exactly: url.port ?? 1080)
        else { throw .proxyFailed(reason: "in \(variable) has an invalid URL: it must be http://host:port") }
        let exceptions = environment.exceptions.split { $0 == "," || $0 == " " }
        self.init(
            host: host.withoutBrackets, port: port, user: url.user, password: url.password ?? "",
            exceptions: exceptions.map(String.init))
        if scheme != "http" { refusal = "in \(variable) is not an HTTP proxy, such as http://host:port" }
    }

    /// Whether connections to a host go through the proxy.
    public func isUsed(for host: String) -> Bool {
        let host = host.lowercased()
        let address = IPAddress(host)
        return !exceptions.contains { exception in
            if exception == "*" { return true }
            if let address { return AddressRange(exception.withoutBrackets)?.contains(address) ?? false }
            let name = exception.drop { $0 == "." }
            return !name.isEmpty && (host == name || host.hasSuffix(".\(name)"))
        }
    }
}

extension ProxyConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<proxy \(host):\(port)>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension String {
    /// An IPv6 address without the brackets of a URL (RFC 3986, 3.2.2); anything else unchanged.
    var withoutBrackets: String { hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self }

    /// A host as a URL contains it: an IPv6 address in brackets, anything else unchanged.
    var inURL: String { utf8.contains(UInt8(ascii: ":")) ? "[\(self)]" : self }
}
