public import HarkHost
private import XCTest

/// Fails the test once for each fault of a plugin's manifest, as the bot itself would refuse to start.
public func checkManifest<Owner: Plugin>(
    _ plugin: Owner.Type,
    file: StaticString = #filePath,
    line: UInt = #line
) {
    for fault in ManifestCheck(plugin).faults { XCTFail(fault.description, file: file, line: line) }
}
