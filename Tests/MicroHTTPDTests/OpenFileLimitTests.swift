import Foundation
import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class OpenFileLimitTests: XCTestCase {
    func testConnections_areAsWanted_whenThereAreFilesEnough() {
        XCTAssertEqual(OpenFileLimit.share(wanted: 2048, daemons: 3, files: 1 << 20), 2048)
        XCTAssertEqual(OpenFileLimit.share(wanted: 1, daemons: 1, files: 1024), 1)
    }

    func testAllDaemonsTogether_leaveTheReserve() {
        for files in [256, 512, 1024, 4096, 65536] {
            for daemons in 1...3 {
                let share = OpenFileLimit.share(wanted: 100_000, daemons: daemons, files: files)
                let used = daemons * (share + PlaceLimits.slack(for: share) + OpenFileLimit.overhead)

                XCTAssertLessThanOrEqual(used, files - min(OpenFileLimit.reserve, files / 2), "\(daemons) of \(files)")
                XCTAssertGreaterThan(share, files < 512 ? 9 : 50, "\(daemons) of \(files)")
            }
        }
    }

    func testSomeConnections_areLeft_howeverFewFilesThereAre() {
        XCTAssertEqual(OpenFileLimit.share(wanted: 2048, daemons: 3, files: 20), 8)
        XCTAssertEqual(OpenFileLimit.share(wanted: 2, daemons: 3, files: 20), 2)
    }

    /// Every descriptor that a daemon, its connections and what lingers of them take is closed by exec.
    func testDescriptors_areClosedOnExec() throws {
        let before = Set(openDescriptors().values)
        let server = try TestServer.echo { $0.bodyLimit = 10 }
        let (kept, refused) = (try server.client(), try server.client())
        kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        refused.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n")
        XCTAssertEqual(try kept.response().status, 200)
        XCTAssertEqual(try refused.response().status, 413)

        // A socket is known by its inode, since the number may be that of one that an earlier test has just let go of.
        let ours = openDescriptors().filter { _, target in
            target == "anon_inode:[eventfd]" || target.hasPrefix("socket:") && !before.contains(target)
        }

        XCTAssertGreaterThan(ours.count, 5)
        for descriptor in ours.keys {
            let flags = fcntl(descriptor, F_GETFD)
            XCTAssertEqual(flags & FD_CLOEXEC, FD_CLOEXEC, "descriptor \(descriptor)")
        }
    }

    /// What each open descriptor of this process stands for, as the kernel names it.
    private func openDescriptors() -> [Int32: String] {
        let folder = "/proc/self/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.reduce(into: [:]) { targets, name in
            guard let descriptor = Int32(name) else { return }
            targets[descriptor] = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
        }
    }
}
