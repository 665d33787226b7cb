internal import CCurl

/// libcurl, loaded when the first request needs it: with its dependencies it takes about 5 MiB of memory, which a bot
/// that calls no other server does not need.
enum CurlLibrary {
    /// Its functions; nil if it is not installed or cannot be used.
    // Set once and never changed: Swift guarantees that only one thread loads it.
    nonisolated(unsafe) static let functions: hark_curl? = load()

    /// What to do if it is missing.
    static let absence = "libcurl is not installed. Run: apt-get install libcurl4"

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
