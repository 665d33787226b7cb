internal import CCurl
internal import HTTPTypes

/// Sets options of an easy handle, and remembers the first one that was refused.
@safe
struct CurlOptions {
    private let easy: UnsafeMutableRawPointer
    private let curl: hark_curl
    private var result = CURLE_OK

    init(_ easy: UnsafeMutableRawPointer, _ curl: hark_curl) {
        unsafe self.easy = easy
        self.curl = curl
    }

    /// Why a transfer cannot be set up, as a sentence; nil if it can.
    var refusal: String? {
        result == CURLE_OK ? nil : unsafe CurlLibrary.report(curl.easy_strerror(result))
    }

    mutating func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer) {
        note(unsafe hark_curl_set_pointer(curl, easy, option, pointer))
    }

    mutating func set(_ option: CURLoption, callback: curl_write_callback) {
        note(unsafe hark_curl_set_callback(curl, easy, option, callback))
    }

    mutating func set(beforeRequest callback: curl_prereq_callback) {
        note(unsafe hark_curl_set_prereq(curl, easy, callback))
    }

    mutating func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) {
        note(unsafe hark_curl_set_list(curl, easy, option, list))
    }

    private mutating func set(_ option: CURLoption, _ value: Int) {
        note(unsafe hark_curl_set_long(curl, easy, option, value))
    }

    private mutating func set(_ option: CURLoption, _ text: String) {
        note(unsafe hark_curl_set_string(curl, easy, option, text))
    }

    private mutating func note(_ result: CURLcode) { if self.result == CURLE_OK { self.result = result } }
}

extension CurlOptions {
    /// Sets the options that all requests share.
    mutating func restrict() {
        note(unsafe hark_curl_allow_http_only(curl, easy))
        note(unsafe hark_curl_leave_resolver_behind(curl, easy))
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // HTTP/2 if it is negotiated over TLS, without attempts to upgrade plain HTTP.
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // Accepts all codings that libcurl can decode; it passes the content in pieces of up to 16 KiB, which are
        // counted.
        set(CURLOPT_ACCEPT_ENCODING, "")
    }

    /// Sets the request except for its header section.
    mutating func set(_ request: ClientRequest, url: RequestURL) {
        set(CURLOPT_URL, url.text)
        // The path is not normalized, because a signature may cover it.
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_TIMEOUT_MS, request.timeout.wholeMilliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.wholeMilliseconds)
        if request.method == .head {
            set(CURLOPT_NOBODY, 1)
        } else {
            if !request.body.isEmpty || [.post, .put, .patch].contains(request.method) { set(body: request.body) }
            set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    /// Makes libcurl copy the content; its length must be set first.
    private mutating func set(body: [UInt8]) {
        note(unsafe hark_curl_set_offset(curl, easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        guard !body.isEmpty else { return set(CURLOPT_COPYPOSTFIELDS, "") }
        let result = unsafe body.withUnsafeBufferPointer { bytes in
            unsafe hark_curl_set_pointer(
                curl, easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        }
        note(result)
    }

    /// Sets authorities, proxy and socket.
    mutating func set(_ configuration: HTTPClientConfiguration, for url: RequestURL) {
        // This replaces the system's file, but not its folder, /etc/ssl/certs (CURLOPT_CAPATH(3)).
        if let file = configuration.authoritiesFile { set(CURLOPT_CAINFO, file) }
        // Both are always set, so that libcurl does not read the process's environment itself.
        let environment = ProxyEnvironment(configuration.proxyEnvironment)
        set(CURLOPT_PROXY, environment.proxy(isSecure: url.isSecure)?.value ?? "")
        set(CURLOPT_NOPROXY, environment.exceptions)
        if let path = configuration.unixSocket { set(CURLOPT_UNIX_SOCKET_PATH, path) }
    }

    /// The header section as a libcurl list. A name with only a colon keeps libcurl from sending that field.
    mutating func list(of fields: HTTPFields, userAgent: String) -> UnsafeMutablePointer<curl_slist>? {
        var lines = ["Expect:"]
        if !fields.contains(.contentType) { lines.append("Content-Type:") }
        if !fields.contains(.userAgent) { lines.append("User-Agent: \(userAgent)") }
        for field in fields where !Self.framing.contains(field.name) {
            // An empty value is written with a semicolon (CURLOPT_HTTPHEADER(3)).
            let value = field.value
            lines.append(value.isEmpty ? "\(field.name.rawName);" : "\(field.name.rawName): \(value)")
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = unsafe curl.slist_append(list, line) else {
                note(CURLE_OUT_OF_MEMORY)
                break
            }
            unsafe list = longer
        }
        return unsafe list
    }

    private static let framing: Set<HTTPField.Name> = [
        .contentLength, .transferEncoding, .connection, .expect, .te, .trailer, .upgrade,
    ]
}

extension Duration {
    /// The time in milliseconds, rounded up, at least 1 and at most libcurl's maximum of about 24 days.
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let bounded = min(max(seconds, 0), Int64(Int32.max / 1000 - 1))
        let rest = bounded == seconds ? (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000 : 0
        return max(Int(bounded) * 1000 + Int(rest), 1)
    }
}
