import Hark
import XCTest

final class JSONFuzzTests: FuzzTestCase {
    private let texts = [
        #"{"a":[1,-2.5e3,null,true,false],"b":{"c":"\u00e9\ud83d\ude00\n"},"a":2}"#, "[[[[[[]]]]]]", " 17 ", #""text""#,
        #"{"id":"evt_1","type":"paid","created":"2026-01-01T00:00:00Z","data":{"object":{"amount":5}}}"#,
    ].map { Array($0.utf8) }

    func testJSONValue_readsAsItIsWritten_whenMutated() {
        fuzz(texts, upTo: 262_144) { text in
            guard let value = try? JSONValue(parsing: text) else { return true }
            return (try? JSONValue(parsing: Array(value.serialized().utf8))) == value
        }
    }

    func testDecodeJSON_decodesOrRefuses_whenMutated() {
        struct Event: Decodable {
            let id: String
            let created: String?
            let data: [String: [String: Double]]?
        }
        fuzz(texts, upTo: 262_144) { text in
            _ = try? decodeJSON(Event.self, from: text)
            return true
        }
    }
}
