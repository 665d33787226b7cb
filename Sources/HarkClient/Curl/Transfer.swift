internal import CCurl
private import HTTPTypes

/// One request in libcurl, and the response received so far. Only for the client's thread.
@safe
final class Transfer {
    /// The request, and the task that waits for it.
    let job: TransferJob

    /// Identifies the transfer in libcurl's messages.
    typealias ID = UInt

    private let curl: hark_curl
    private let easy: UnsafeMutableRawPointer
    private var collector: ResponseCollector
    private var attempts = 0
    private var fields: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    /// A transfer that is not set up yet; nil if there is no memory.
    init?(_ job: TransferJob, _ curl: hark_curl) {
        guard let easy = unsafe curl.easy_init() else { return nil }
        self.job = job
        self.curl = curl
        unsafe self.easy = easy
        collector = ResponseCollector(bodyLimit: job.request.responseLimit)
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        // The handle first, because it uses the others until then.
        unsafe curl.easy_cleanup(easy)
        unsafe curl.slist_free_all(fields)
        unsafe errorText.deallocate()
    }

    /// Its identifier.
    var id: ID { unsafe Self.id(of: easy) }

    /// The identifier of the transfer with that easy handle.
    static func id(of easy: UnsafeMutableRawPointer) -> ID { UInt(bitPattern: easy) }

    /// Sets all options.
    /// - Returns: why that failed; nil if it succeeded.
    func prepare(with configuration: HTTPClientConfiguration) -> String? {
        var options = unsafe CurlOptions(easy, curl)
        unsafe options.set(CURLOPT_ERRORBUFFER, pointer: errorText)
        // The loop retains the transfer for as long as libcurl may call back.
        let opaque = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe options.set(CURLOPT_WRITEDATA, pointer: opaque)
        unsafe options.set(CURLOPT_HEADERDATA, pointer: opaque)
        unsafe options.set(CURLOPT_WRITEFUNCTION, callback: Self.tookContent)
        unsafe options.set(CURLOPT_HEADERFUNCTION, callback: Self.tookHeaderLine)
        unsafe options.set(CURLOPT_PREREQDATA, pointer: opaque)
        unsafe options.set(beforeRequest: Self.isAboutToSend)
        options.restrict()
        options.set(job.request, url: job.url)
        options.set(configuration, for: job.url)
        unsafe fields = options.list(of: job.request.headers, userAgent: configuration.userAgent)
        unsafe options.set(CURLOPT_HTTPHEADER, list: fields)
        return options.refusal
    }

    /// Starts it.
    /// - Returns: why that failed; nil if it succeeded.
    func join(_ multi: UnsafeMutableRawPointer) -> String? {
        let result = unsafe curl.multi_add_handle(multi, easy)
        return result == CURLM_OK ? nil : unsafe CurlLibrary.report(curl.multi_strerror(result))
    }

    /// Ends it, in whatever state it is.
    func leave(_ multi: UnsafeMutableRawPointer) { unsafe _ = curl.multi_remove_handle(multi, easy) }

    /// Its result.
    func outcome(of code: CURLcode) -> Result<ClientResponse, HTTPClientError> {
        let status = long(CURLINFO_RESPONSE_CODE)
        if code == CURLE_OK, status != TransferFailure.proxyAuthenticationRequired, (100...999).contains(status) {
            return .success(collector.response(status: status))
        }
        let failure = TransferFailure(
            code: code, text: unsafe String(cString: errorText), exceededLimit: collector.exceededLimit,
            status: status, connectStatus: long(CURLINFO_HTTP_CONNECTCODE), server: job.url.server,
            hasSent: mayHaveArrived)
        return .failure(failure.error)
    }

    /// Whether any of it was sent, on this connection or on an earlier one.
    var mayHaveArrived: Bool { long(CURLINFO_REQUEST_SIZE) > 0 }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe _ = hark_curl_get_long(curl, easy, info, &value)
        return value
    }

    /// Whether it may be sent now: for the first time, or again if its method is idempotent (RFC 9110, 9.2.2).
    private func mayBeSent() -> Bool {
        attempts += 1
        return attempts == 1 || [.get, .head, .put, .delete, .options, .trace].contains(job.request.method)
    }

    /// `curl_prereq_callback`: a connection is ready. libcurl resends a request with any method if a reused connection
    /// closes before the first byte of a response.
    private static let isAboutToSend: curl_prereq_callback = { opaque, _, _, _, _ in
        guard let opaque = unsafe opaque else { return CURL_PREREQFUNC_ABORT }
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(opaque).takeUnretainedValue()
        return transfer.mayBeSent() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    /// `curl_write_callback`: decoded content. Any result but the number of bytes ends the transfer.
    private static let tookContent: curl_write_callback = { bytes, _, count, opaque in
        guard let opaque = unsafe opaque else { return -1 }
        let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(opaque).takeUnretainedValue()
        return unsafe transfer.collector.take(body: piece) ? count : -1
    }

    /// The function of `CURLOPT_HEADERFUNCTION`: a complete line of a header or trailer section.
    private static let tookHeaderLine: curl_write_callback = { bytes, _, count, opaque in
        guard let opaque = unsafe opaque else { return -1 }
        let line = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(opaque).takeUnretainedValue()
        return unsafe transfer.collector.take(headerLine: line) ? count : -1
    }
}
