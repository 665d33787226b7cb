internal import CMicroHTTPD

/// The libmicrohttpd that this process runs on.
public enum Library {
    /// Its version, such as `0.9.75` (`MHD_get_version`).
    public static var version: String { unsafe String(cString: MHD_get_version()) }
}
