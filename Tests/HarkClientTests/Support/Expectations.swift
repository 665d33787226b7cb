import XCTest

/// Fails unless `body` throws this error.
func assertThrows<Failure: Error & Equatable, Value>(
    _ expected: Failure, file: StaticString = #filePath, line: UInt = #line,
    _ body: () async throws -> Value
) async {
    do {
        let value = try await body()
        XCTFail("\(value) instead of \(expected)", file: file, line: line)
    } catch {
        XCTAssertEqual(error as? Failure, expected, "\(error)", file: file, line: line)
    }
}

/// The error that `body` throws, which must be one of this type.
func error<Failure: Error, Value>(
    _ type: Failure.Type = Failure.self, file: StaticString = #filePath, line: UInt = #line,
    _ body: () async throws -> Value
) async throws -> Failure {
    do {
        let value = try await body()
        XCTFail("\(value) instead of an error", file: file, line: line)
        throw XCTSkip("There is no error to look at.")
    } catch let error as Failure {
        return error
    }
}
