private import Glibc

/// What a process that was killed leaves behind: a socket file that no one listens on.
enum StaleSocket {
    /// Removes a stale socket file. Throws when someone still listens there, or when the file is not a socket.
    static func remove(_ path: String, _ name: SocketAddress, for address: ListenAddress) throws(DaemonError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let probe = socket(AF_UNIX, type, 0)
        guard probe >= 0 else { throw .system(call: "socket", address: address, reason: SystemError.text(errno)) }
        defer { close(probe) }
        guard name.connect(probe) != 0, errno == ECONNREFUSED else { throw .addressInUse(address) }
        unsafe _ = unlink(path)
    }
}
