import XCTest

@testable import HarkHost
@testable import HarkTools

final class HostFuzzTests: FuzzTestCase {
    func testCapturedRequest_isReadOrRefused_whenMutated() {
        let captures = [
            "POST /github HTTP/1.1\r\nHost: bot\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
            "POST /slack?a=b HTTP/1.1\nTransfer-Encoding: chunked\n\n5;x=y\r\na=1&b\r\n2\r\n=2\r\n0\r\n\r\n",
        ]
        fuzz(captures.map { Array($0.utf8) }, upTo: 8192) { bytes in
            guard let captured = try? CapturedRequest(bytes) else { return true }
            let body = captured.request.body
            return body.count <= bytes.count && BodyVariants(body).all.allSatisfy { $0.bytes != body }
        }
    }

    func testCommandLine_givesEveryWordOnce_whenMutated() {
        fuzz(
            ["deploy api \"a b\" \\\"c", "\"say \\\"hi\\\" \\\\\"  rest of it", " e\u{301} \u{1F600} \u{A0}x"],
            upTo: 16_384
        ) { text in
            var line = CommandWords(text)
            var count = 0
            while line.nextWord() != nil { count += 1 }
            return line.isAtEnd && count <= text.count
        }
    }

    func testSettings_readAsTheyAreWritten_whenMutated() {
        fuzz(["60/1m", "1/500ms", "10s", "2h", "64KiB", "1MiB", "17", "-3", "0.5", "yes"], upTo: 4096) { text in
            isWrittenBack(RateLimit.self, text) && isWrittenBack(Duration.self, text)
                && isWrittenBack(ByteCount.self, text)
                && isWrittenBack(Int.self, text) && isWrittenBack(Double.self, text) && isWrittenBack(Bool.self, text)
        }
    }

    private func isWrittenBack<Value: SettingValue & Equatable>(_ type: Value.Type, _ text: String) -> Bool {
        guard let value = try? Value(settingText: text) else { return true }
        return (try? Value(settingText: value.settingText)) == value
    }
}
