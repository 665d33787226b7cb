internal import CMicroHTTPD
private import Glibc

/// The arguments of `MHD_start_daemon`: flags, options and limits.
struct DaemonOptions {
    private let configuration: DaemonConfiguration
    private let tls: TLSOptions
    private let threads: Int
    /// Most open connections: as configured, or as many as the process may open.
    let connectionLimit: Int

    /// The options of a configuration. Throws if it is invalid.
    init(_ configuration: DaemonConfiguration) throws(DaemonError) {
        try configuration.validate()
        self.configuration = configuration
        tls = TLSOptions(configuration)
        connectionLimit = OpenFileLimit.connections(
            wanted: configuration.connectionLimit, daemons: configuration.daemonsOfProcess)
        threads = configuration.threads ?? min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 2), 1024)
    }

    /// Starts a daemon on a listening socket, which libmicrohttpd owns from then on, even if that fails.
    func start(_ socket: Int32, _ core: DaemonCore, checksStrictly: Bool) -> DaemonHandle? {
        _ = Panic.handler
        _ = Heap.returnsLargeBlocks
        let context = unsafe Unmanaged.passUnretained(core).toOpaque()
        let started = unsafe tls.withItems { items in
            let options = unsafe shared(socket, context, checksStrictly: checksStrictly) + items
            return unsafe hark_start_daemon(flags, Callbacks.received, context, options + [Self.option(.END, 0)])
        }
        return unsafe started.map { unsafe DaemonHandle($0) }
    }

    /// POLL, although EPOLL is cheaper with many idle connections: EPOLL in 0.9.75 misses a FIN that arrives with data,
    /// and such connections stay open until their timeout.
    private var flags: UInt32 {
        let plain: [MHD_FLAG] = [
            MHD_USE_POLL, MHD_USE_INTERNAL_POLLING_THREAD, MHD_USE_ITC, MHD_ALLOW_SUSPEND_RESUME, MHD_USE_ERROR_LOG,
        ]
        let all = configuration.tls == nil ? plain : plain + [MHD_USE_TLS]
        return all.reduce(0) { $0 | UInt32($1.rawValue) }
    }

    private func shared(
        _ socket: Int32, _ context: UnsafeMutableRawPointer, checksStrictly: Bool
    ) -> [MHD_OptionItem] {
        var options = unsafe [
            // First, so that errors in later options are reported to our logger.
            Self.option(.EXTERNAL_LOGGER, unsafeBitCast(Callbacks.logged, to: Int.self), context),
            Self.option(.LISTEN_SOCKET, Int(socket)),
            Self.option(.NOTIFY_CONNECTION, unsafeBitCast(Callbacks.connectionChanged, to: Int.self), context),
            Self.option(.NOTIFY_COMPLETED, unsafeBitCast(Callbacks.requestEnded, to: Int.self), context),
            Self.option(.URI_LOG_CALLBACK, unsafeBitCast(Callbacks.requestBegan, to: Int.self), context),
            Self.option(.UNESCAPE_CALLBACK, unsafeBitCast(Callbacks.unescape, to: Int.self), context),
            // Divided among the threads, each of which may get all connections; the registry enforces the limit itself.
            Self.option(.CONNECTION_LIMIT, (2 * connectionLimit + 256) * threads),
            Self.option(.PER_IP_CONNECTION_LIMIT, 0),
            Self.option(.CONNECTION_MEMORY_LIMIT, connectionMemory),
            // None: the supervisor enforces a deadline for every phase, which slowly arriving bytes do not extend.
            Self.option(.CONNECTION_TIMEOUT, 0),
        ]
        if threads > 1 { unsafe options.append(Self.option(.THREAD_POOL_SIZE, threads)) }
        if checksStrictly { unsafe options.append(Self.option(.STRICT_FOR_CLIENT, 1)) }
        return unsafe options
    }

    /// The memory for a header section, libmicrohttpd's records of its fields (64 bytes each) and the header section of
    /// the response. Not more, because all of it is cleared after each request, which with the default of 32 KiB would
    /// be most of the cost of a small request.
    private var connectionMemory: Int {
        configuration.headerLimit + 64 * configuration.headerCountLimit + 2048
    }

    private static func option(
        _ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil
    ) -> MHD_OptionItem {
        unsafe MHD_OptionItem(option: option, value: value, ptr_value: pointer)
    }
}
