// Either module provides `struct sockaddr`, depending on which was loaded first.
internal import CMicroHTTPD
internal import Glibc
internal import HarkHTTP

/// A socket address of the system, IPv4, IPv6 or Unix.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// The address family, such as `AF_INET`.
    var family: Int32 { Int32(storage.ss_family) }

    /// A numeric address, or nil if `host` is neither an IPv4 nor an IPv6 literal nor `localhost`.
    init?(host: String, port: UInt16) {
        var four = sockaddr_in()
        var six = sockaddr_in6()
        if unsafe inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            assign(four)
        } else if unsafe inet_pton(AF_INET6, host, &six.sin6_addr) == 1 {
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            assign(six)
        } else {
            return nil
        }
    }

    /// The address of a path, or nil if it is empty, contains a NUL or is too long (unix(7)).
    init?(path: String) {
        var unix = sockaddr_un()
        let bytes = Array(path.utf8)
        let fits = bytes.count < MemoryLayout.size(ofValue: unix.sun_path)
        guard !bytes.isEmpty, fits, !bytes.contains(0) else { return nil }
        unix.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &unix.sun_path) { unsafe $0.copyBytes(from: bytes) }
        assign(unix)
    }

    /// The address that a socket is bound to, or nil if it is not bound.
    init?(boundTo socket: Int32) {
        var length = length
        let status = unsafe withUnsafeMutablePointer(to: &storage) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(socket, $0, &length) }
        }
        guard status == 0 else { return nil }
        self.length = length
    }

    /// A copy of an address of the C library, with as many bytes as its family needs (sockaddr(3type)).
    init(copying address: UnsafePointer<sockaddr>) {
        let size =
            switch Int32(unsafe address.pointee.sa_family) {
            case AF_INET: MemoryLayout<sockaddr_in>.size
            case AF_INET6: MemoryLayout<sockaddr_in6>.size
            default: MemoryLayout<sa_family_t>.size
            }
        let source = unsafe UnsafeRawBufferPointer(start: address, count: size)
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.copyMemory(from: source) }
        length = socklen_t(size)
    }

    /// The port in host byte order; 0 for a Unix socket.
    var port: UInt16 {
        switch family {
        case AF_INET: UInt16(bigEndian: read(as: sockaddr_in.self).sin_port)
        case AF_INET6: UInt16(bigEndian: read(as: sockaddr_in6.self).sin6_port)
        default: 0
        }
    }

    /// The address as requests contain it; an IPv4 client of a dual-stack socket is an IPv4 peer (RFC 4291, 2.5.5.2).
    var peer: PeerAddress {
        switch family {
        case AF_INET:
            return .ipv4(UInt32(bigEndian: read(as: sockaddr_in.self).sin_addr.s_addr), port: port)
        case AF_INET6:
            let bytes = unsafe withUnsafeBytes(of: read(as: sockaddr_in6.self).sin6_addr) { unsafe [UInt8]($0) }
            let half = { (part: ArraySlice<UInt8>) in part.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
            let (high, low) = (half(bytes[..<8]), half(bytes[8...]))
            if high == 0, low >> 32 == 0xffff { return .ipv4(UInt32(truncatingIfNeeded: low), port: port) }
            return .ipv6(high, low, port: port)
        default:
            return .local
        }
    }

    /// Binds a socket to this address: 0, or -1 with `errno` set (bind(2)).
    func bind(_ socket: Int32) -> Int32 { unsafe call(Glibc.bind, socket) }

    /// Connects a socket to this address: 0, or -1 with `errno` set (connect(2)).
    func connect(_ socket: Int32) -> Int32 { unsafe call(Glibc.connect, socket) }

    private func call(_ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ socket: Int32) -> Int32 {
        unsafe withUnsafePointer(to: storage) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe function(socket, $0, length) }
        }
    }

    private mutating func assign<Address>(_ address: Address) {
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: address, as: Address.self) }
        length = socklen_t(MemoryLayout<Address>.size)
    }

    private func read<Address>(as type: Address.Type) -> Address {
        unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: type) }
    }
}
