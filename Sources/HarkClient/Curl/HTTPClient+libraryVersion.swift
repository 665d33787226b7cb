private import CCurl

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
