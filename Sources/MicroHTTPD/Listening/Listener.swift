private import Glibc
private import Synchronization

/// A socket that is bound and listening, before anything is served on it: an occupied port is found here, together with
/// every other fault of a start. It is used for one `Daemon`; an unused one closes its socket when it is released.
public final class Listener: Sendable {
    /// The address that it is bound to, with the port that the system chose for port 0.
    public let address: ListenAddress

    private let socket: Mutex<Int32?>

    /// Binds and listens. Throws a `DaemonError` that names the address if that is not possible. A socket file that
    /// nobody listens on is replaced.
    /// - Parameter isPrivate: whether the new socket file can be used by its owner alone; otherwise by the owner's
    ///   group too.
    public init(binding address: ListenAddress, isPrivate: Bool = false) throws(DaemonError) {
        let descriptor: Int32
        let fileMode: mode_t = isPrivate ? 0o600 : 0o660
        switch address {
        case .tcp(let host, let port):
            guard let name = SocketAddress(host: host, port: port) else { throw .invalidAddress(address) }
            descriptor = try Self.open(name, for: address, fileMode)
            let bound = SocketAddress(boundTo: descriptor)?.port ?? port
            self.address = .tcp(host: host, port: bound)
        case .unix(let path):
            guard let name = SocketAddress(path: path) else { throw .invalidSocketPath(path: path) }
            try StaleSocket.remove(path, name, for: address)
            descriptor = try Self.open(name, for: address, fileMode)
            unsafe _ = chmod(path, fileMode)
            self.address = address
        }
        socket = Mutex(descriptor)
    }

    deinit {
        if let socket = take() {
            unlinkSocketFile()
            close(socket)
        }
    }

    /// The listening socket, which the caller owns from then on; nil if it was taken before.
    func take() -> Int32? { socket.withLock { $0.take() } }

    /// Removes the socket file, if this is a Unix domain socket.
    func unlinkSocketFile() {
        if case .unix(let path) = address { unsafe _ = unlink(path) }
    }

    private static func open(
        _ name: SocketAddress, for address: ListenAddress, _ fileMode: mode_t
    ) throws(DaemonError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(name.family, type, 0)
        guard socket >= 0 else { throw failure("socket", errno, address) }
        if name.family == AF_UNIX {
            // bind creates the file with this mode, less the umask, so it is never open to everyone, not even for a
            // moment.
            fchmod(socket, fileMode)
        } else {
            set(SO_REUSEADDR, SOL_SOCKET, to: 1, on: socket)
            if name.family == AF_INET6 { set(IPV6_V6ONLY, Int32(IPPROTO_IPV6), to: 0, on: socket) }
        }
        guard name.bind(socket) == 0 else {
            defer { close(socket) }
            throw failure("bind", errno, address)
        }
        guard listen(socket, SOMAXCONN) == 0 else {
            defer { close(socket) }
            throw failure("listen", errno, address)
        }
        return socket
    }

    private static func set(_ option: Int32, _ level: Int32, to value: Int32, on socket: Int32) {
        unsafe withUnsafeBytes(of: value) {
            unsafe _ = setsockopt(socket, level, option, $0.baseAddress, socklen_t($0.count))
        }
    }

    fileprivate static func failure(_ call: String, _ code: Int32, _ address: ListenAddress) -> DaemonError {
        switch (code, address) {
        case (EADDRINUSE, _): .addressInUse(address)
        case (EADDRNOTAVAIL, _): .addressNotAvailable(address)
        case (EACCES, _), (EPERM, _), (EROFS, _): .permissionDenied(address)
        case (ENOENT, .unix(let path)), (ENOTDIR, .unix(let path)): .directoryMissing(path: path)
        default: .system(call: call, address: address, reason: SystemError.text(code))
        }
    }
}

/// A socket file of a process that was killed, which nobody listens on.
enum StaleSocket {
    /// Removes a stale socket file. Throws if somebody still listens there, or if the file is not a socket.
    static func remove(_ path: String, _ name: SocketAddress, for address: ListenAddress) throws(DaemonError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let probe = socket(AF_UNIX, type, 0)
        guard probe >= 0 else { throw .system(call: "socket", address: address, reason: SystemError.text(errno)) }
        defer { close(probe) }
        guard name.connect(probe) != 0 else { throw .addressInUse(address) }
        switch errno {
        case ECONNREFUSED: break
        // Another process has just removed it.
        case ENOENT: return
        // Whether somebody listens is known to its owner alone.
        case EACCES, EPERM: throw .permissionDenied(address)
        default: throw .addressInUse(address)
        }
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw Listener.failure("unlink", errno, address) }
    }
}
