internal import CMicroHTTPD
private import Glibc
internal import HarkHTTP

/// The C functions that libmicrohttpd calls. Each finds its Swift object and calls it; none makes decisions.
///
/// Their context is the `DaemonCore`, unretained: the supervisor retains it until libmicrohttpd has stopped. The
/// connection's own context is its `Connection`, which `connectionChanged` retains and releases.
enum Callbacks {
    /// `MHD_NotifyConnectionCallback`: a connection was accepted, or is about to be closed.
    static let connectionChanged: MHD_NotifyConnectionCallback = { context, connection, socketContext, change in
        guard let context = unsafe context, let connection = unsafe connection,
            let socketContext = unsafe socketContext
        else { return }
        let core = unsafe core(context)
        switch change {
        case .CONNECTION_NOTIFY_STARTED:
            let handle = unsafe ConnectionHandle(connection)
            guard let socket = handle.socket else { return }
            let opened = Connection(handle, socket: socket, peer: handle.peerAddress?.peer ?? .local, core)
            // Without a context its requests are ignored, and libmicrohttpd closes it in this round of its loop.
            guard core.admits(opened.watch, handle) else { return opened.watch.cut() }
            // Released below, at MHD_CONNECTION_NOTIFY_CLOSED, which every connection that was started reaches.
            unsafe socketContext.pointee = Unmanaged.passRetained(opened).toOpaque()
        case .CONNECTION_NOTIFY_CLOSED:
            guard let opaque = unsafe socketContext.pointee else { return }
            let closed = unsafe Unmanaged<Connection>.fromOpaque(opaque).takeRetainedValue()
            closed.close()
            unsafe socketContext.pointee = nil
        @unknown default: return
        }
    }

    /// The function of `MHD_OPTION_URI_LOG_CALLBACK`: a request line has been read. Its result is the context of the
    /// request's handler calls.
    static let requestBegan: RequestBegan = { _, target, connection in
        guard let target = unsafe target, let connection = unsafe connection,
            let opaque = unsafe ConnectionHandle(connection).context
        else { return nil }
        unsafe Unmanaged<Connection>.fromOpaque(opaque).takeUnretainedValue().begin(target: target)
        // libmicrohttpd would parse the query into the connection's memory, which a thousand `&` exhaust: so the query
        // is removed.
        if let query = unsafe strchr(target, Int32(UInt8(ascii: "?"))), unsafe query[1] != 0 { unsafe query[1] = 0 }
        return unsafe opaque
    }

    /// `MHD_AccessHandlerCallback`: the header section, a part of the body, or the end of the request has arrived.
    static let received: MHD_AccessHandlerCallback = { _, _, _, method, version, part, partSize, requestContext in
        guard let method = unsafe method, let version = unsafe version, let partSize = unsafe partSize,
            let opaque = unsafe requestContext?.pointee
        else { return .NO }
        let part = unsafe UnsafeRawBufferPointer(start: part, count: partSize.pointee)
        // Everything is consumed: the rest would be passed again or lead to a 500.
        unsafe partSize.pointee = 0
        return unsafe Unmanaged<Connection>.fromOpaque(opaque).takeUnretainedValue()
            .receive(method: method, version: version, part: part)
    }

    /// `MHD_RequestCompletedCallback`: a request is over. It may not be called after a malformed request, so it only
    /// makes the connection ready for the next one.
    static let requestEnded: MHD_RequestCompletedCallback = { _, _, requestContext, _ in
        guard let opaque = unsafe requestContext?.pointee else { return }
        unsafe Unmanaged<Connection>.fromOpaque(opaque).takeUnretainedValue().complete()
    }

    /// The function of `MHD_OPTION_UNESCAPE_CALLBACK`: decodes nothing, because `%2F` is not a separator.
    static let unescape: Unescape = { _, _, text in unsafe text.map { unsafe strlen($0) } ?? 0 }

    /// The log message of libmicrohttpd when it cannot accept for lack of descriptors and will not free one by itself.
    private static let noDescriptor = "Hit process or system resource limit at FIRST"

    /// `MHD_LogCallback`.
    static let logged: MHD_LogCallback = { context, format, arguments in
        guard let context = unsafe context, let format = unsafe format, let arguments = unsafe arguments else { return }
        // A thread without connections that cannot open a descriptor would retry at once, forever: it pauses here.
        if unsafe strncmp(format, Self.noDescriptor, strlen(Self.noDescriptor)) == 0 { usleep(50_000) }
        var line = [CChar](repeating: 0, count: 512)
        unsafe _ = vsnprintf(&line, line.count, format, arguments)
        let text = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
        unsafe core(context).log(String(decoding: text, as: UTF8.self))
    }

    /// The type of `requestBegan`, which has no name in the header.
    typealias RequestBegan =
        @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, OpaquePointer?)
        -> UnsafeMutableRawPointer?

    /// The type of `unescape`, which has no name in the header.
    typealias Unescape =
        @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int

    private static func core(_ context: UnsafeMutableRawPointer) -> DaemonCore {
        unsafe Unmanaged<DaemonCore>.fromOpaque(context).takeUnretainedValue()
    }
}
