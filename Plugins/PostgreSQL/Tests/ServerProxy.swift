import Glibc
import Synchronization
import XCTest

/// A TCP proxy before the server, which can lose a commit or its answer, or pass for a pooler.
final class ServerProxy: Sendable {
    /// What happens to the next commit.
    enum Fault {
        /// The server never sees it.
        case lostCommit
        /// The server commits, and its answer is lost.
        case lostAnswer
    }

    /// Where clients connect, on 127.0.0.1.
    let port: UInt16
    private let listener: Int32
    private let server: UInt16
    private let fault = Mutex<Fault?>(nil)
    /// How often a fault has happened.
    private let count = Mutex(0)

    /// Whether clients are told a number of the server's process that is not its own, as poolers do.
    private let isPooler: Bool

    /// A proxy for a port of this machine.
    init(to server: UInt16, asPooler isPooler: Bool = false) throws {
        self.server = server
        self.isPooler = isPooler
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw Failure(code: errno) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { self.accept() }
    }

    struct Failure: Error { let code: Int32 }

    var faults: Int { count.withLock(\.self) }

    /// Lets a fault happen at the next commit.
    func arm(_ next: Fault) { fault.withLock { $0 = next } }

    /// Ends it.
    func end() { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { break }
            let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.loopback(server)
            let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isConnected else {
                close(client)
                continue
            }
            let isCut = Flag()
            Thread.detachNewThread { self.forward(client, upstream, isCut, isToServer: true) }
            Thread.detachNewThread { self.forward(upstream, client, isCut, isToServer: false) }
        }
        close(listener)
    }

    private final class Flag: Sendable { let isSet = Mutex(false) }

    private func forward(_ source: Int32, _ target: Int32, _ isCut: Flag, isToServer: Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let size = unsafe recv(source, &buffer, buffer.count, 0)
            if size <= 0 { break }
            if isToServer, let fault = takeFault(buffer[..<size]) {
                isCut.isSet.withLock { $0 = true }
                if fault == .lostCommit { break }
            }
            if !isToServer, isPooler { Self.maskProcess(&buffer[..<size]) }
            // The answer to a commit that was seen is dropped with the connection.
            if !isToServer, isCut.isSet.withLock(\.self) { break }
            var sent = 0
            while sent < size {
                let next = unsafe buffer[sent..<size].withUnsafeBytes {
                    unsafe send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if next <= 0 { break }
                sent += next
            }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
        if isToServer { return }
        close(source)
        close(target)
    }

    /// Changes the number in the message BackendKeyData (PostgreSQL's manual, 55.7).
    private static func maskProcess(_ bytes: inout ArraySlice<UInt8>) {
        guard let place = bytes.firstRange(of: [UInt8(ascii: "K"), 0, 0, 0, 12]) else { return }
        bytes[place.upperBound] ^= 0x40
    }

    private func takeFault(_ bytes: ArraySlice<UInt8>) -> Fault? {
        guard String(decoding: bytes, as: UTF8.self).contains("COMMIT") else { return nil }
        let taken = fault.withLock { fault in
            defer { fault = nil }
            return fault
        }
        if taken != nil { count.withLock { $0 += 1 } }
        return taken
    }
}
