internal import CMicroHTTPD
private import HarkTLS

/// The TLS options of `MHD_start_daemon`, and the texts that they point to.
struct TLSOptions {
    /// TLS 1.2 and 1.3, as a GnuTLS priority string.
    private static let priorities = Array("NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2".utf8)

    private var texts: [UInt8] = []
    private var starts: [(option: MHD_OPTION, start: Int)] = []

    /// The options of a valid configuration; empty for plain HTTP.
    init(_ configuration: DaemonConfiguration) {
        if let identity = configuration.tls {
            add(.HTTPS_MEM_CERT, identity.certificateChain)
            add(.HTTPS_MEM_KEY, identity.privateKey)
            add(.HTTPS_PRIORITIES, Self.priorities)
        }
        guard let authorities = configuration.clientCertificateAuthorities else { return }
        // With this option, GnuTLS asks clients for a certificate; it neither requires one nor checks it by itself.
        add(.HTTPS_MEM_TRUST, authorities.pem)
    }

    /// Lends the options, which are valid until `body` returns.
    func withItems<Result>(_ body: ([MHD_OptionItem]) -> Result) -> Result {
        unsafe texts.withUnsafeBytes { texts in
            let items = unsafe starts.map { option, start in
                let text = unsafe UnsafeMutableRawPointer(mutating: texts.baseAddress?.advanced(by: start))
                return unsafe MHD_OptionItem(option: option, value: 0, ptr_value: text)
            }
            return unsafe body(items)
        }
    }

    private mutating func add(_ option: MHD_OPTION, _ text: [UInt8]) {
        starts.append((option, texts.count))
        texts += text + [0]
    }
}
