internal import CCurl

/// libcurl, loaded when the first request needs it: with its dependencies it takes about 5 MiB of memory, which a bot
/// that calls no other server does not need.
enum CurlLibrary {
    /// Its functions; nil if it is not installed or cannot be used.
    // Set once and never changed: Swift guarantees that only one thread loads it.
    nonisolated(unsafe) static let functions: hark_curl? = load()

    /// What to do if it is missing.
    static let missingMessage = "libcurl is not installed. Run: apt-get install libcurl4"

    /// A sentence with libcurl's error message.
    static func report(_ error: UnsafePointer<CChar>?) -> String {
        unsafe "libcurl reports: \(error.map { unsafe String(cString: $0) } ?? "an unknown error")."
    }

    private static func load() -> hark_curl? {
        // Before any other thread can use libcurl (curl_global_init(3)).
        guard let curl = unsafe hark_curl_load()?.pointee, curl.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
            return nil
        }
        return curl
    }
}

extension HTTPClient {
    /// The versions of libcurl and of its TLS library: `7.88.1 with OpenSSL/3.0.22`.
    public static var libraryVersion: String {
        guard let curl = unsafe CurlLibrary.functions else { return "is not installed" }
        // The first version of the structure contains both, in static memory (curl_version_info(3)).
        guard let info = unsafe curl.version_info(CURLVERSION_FIRST), let version = unsafe info.pointee.version else {
            return "of unknown version"
        }
        let library = unsafe info.pointee.ssl_version.map { unsafe String(cString: $0) } ?? "no TLS"
        return unsafe "\(String(cString: version)) with \(library)"
    }
}
