internal import Glibc

/// An address that a TCP socket can be connected to.
struct SocketAddress: Sendable, Equatable {
    /// The address family, such as `AF_INET`.
    let family: Int32

    /// A `sockaddr` of that family.
    private let bytes: [UInt8]

    /// Copies the address of a getaddrinfo(3) entry; nil if it has none.
    init?(_ entry: addrinfo) {
        guard let address = unsafe entry.ai_addr else { return nil }
        family = unsafe entry.ai_family
        bytes = unsafe Array(UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen)))
    }

    /// Starts connecting a socket (connect(2)): 0, or the error number.
    func connect(_ socket: Int32) -> Int32 {
        unsafe bytes.withUnsafeBytes { bytes in
            // A copy of what getaddrinfo(3) wrote is never empty.
            guard let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return EINVAL }
            return unsafe Glibc.connect(socket, address, socklen_t(bytes.count)) == 0 ? 0 : errno
        }
    }
}
