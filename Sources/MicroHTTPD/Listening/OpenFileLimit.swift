private import Glibc

/// The process's limit on open files (RLIMIT_NOFILE), which all its daemons share: each connection needs one.
enum OpenFileLimit {
    /// Files that are not connections: the program's own, and those that handlers and responses open.
    static let reserve = 256
    /// Files of a daemon that are neither connections nor their slack: its own, and connections that are turned away.
    static let overhead = 16

    /// How many of `wanted` connections each of `daemons` may have, after raising the soft limit as far as necessary
    /// and as the hard limit allows, with a file to send for each connection.
    static func connections(wanted: Int, daemons: Int) -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { return wanted }
        let needed = rlim_t(clamping: (2 * wanted + PlaceLimits.slack(for: wanted) + overhead) * daemons + reserve)
        if limit.rlim_cur < needed {
            var raised = limit
            raised.rlim_cur = min(needed, limit.rlim_max)
            if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return share(wanted: wanted, daemons: daemons, files: Int(clamping: limit.rlim_cur))
    }

    /// How many of `wanted` connections each of `daemons` may have if the process may open this many files: at least 8.
    /// Half of the files, or the reserve if that is less, are kept for other uses.
    static func share(wanted: Int, daemons: Int, files: Int) -> Int {
        let each = (files - min(reserve, files / 2)) / max(daemons, 1) - overhead
        // The slack is a quarter of the connections, from 16 to 512.
        let granted = each >= 512 * 5 ? each - 512 : min(each * 4 / 5, each - 16)
        return max(min(wanted, granted), min(wanted, 8))
    }
}
