private import Glibc

/// The process's limit of open files (RLIMIT_NOFILE), of which each connection takes one.
enum OpenFileLimit {
    /// Files that are not connections: the program's own, and those that handlers and responses open.
    private static let others = 256

    /// How many of `wanted` connections the limit has room for, after raising the soft limit to the hard one: there may be
    /// other daemons beside this one.
    static func connections(wanted: Int) -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        return max(min(wanted, Int(clamping: limit.rlim_cur) - others), 16)
    }
}
