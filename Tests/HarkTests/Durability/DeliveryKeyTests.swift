import Hark
import XCTest

/// Rows with keys in every place.
private struct Keyed: Plugin {
    static let manifest = Manifest<Self>(name: "keyed", summary: "Has keys.", routes: [])
    static let json = Route<Self>.post("/<service>", .json, take)
    static let payload = Route<Self>.post(.payload, takePayload)
    static let field = Route<Self>.post(.form("payload"), takeForm)
    static let form = Route<Self>.post(.form, takeForm)

    init(_ context: PluginContext) {}

    func take(_ delivery: Delivery<Body>, service: String) {}
    func takePayload(_ delivery: Delivery<Payload>) {}
    func takeForm(_ delivery: Delivery<Body>) {}
}

/// A body that accepts anything.
private struct Body: Decodable {}

final class DeliveryKeyTests: XCTestCase {
    private func key(
        _ route: Route<Keyed>, target: RequestTarget = "/api", _ body: String, type: String = "application/json",
        headers: HTTPFields = [:]
    ) throws -> String? {
        var request = Request(method: .post, target: target, headers: headers, body: Array(body.utf8))
        request.headers[.contentType] = type
        return try route.preparation(placeholders: ["service"])(request, route.rule == nil ? [] : ["api"]).key
    }

    func testKey_isTheTextOfAStringNumberOrBoolean() throws {
        let row = Keyed.json.durable(key: \.body.a.b)

        let keys = try ["\"acme/rocket\"", "17", "1.50", "true", "18446744073709551616", "\"\""].map {
            try key(row, #"{"a":{"b":\#($0)}}"#)
        }

        XCTAssertEqual(keys, ["acme/rocket", "17", "1.5", "true", "18446744073709551616", ""])
    }

    func testKey_isNil_whenTheFieldIsMissingNullAnObjectOrAList() throws {
        let row = Keyed.json.durable(key: \.body.a.b)

        for body in ["{}", #"{"a":null}"#, #"{"a":{"b":null}}"#, #"{"a":{"b":{}}}"#, #"{"a":{"b":[1]}}"#] {
            XCTAssertNil(try key(row, body), body)
        }
    }

    func testKey_isNil_forARowWithoutOne() throws {
        XCTAssertNil(try key(Keyed.json.durable(), #"{"a":1}"#))
        XCTAssertNil(try key(Keyed.json, #"{"a":1}"#))
    }

    func testKey_isOfThePath_theQuery_orTheHeader() throws {
        let fields: [(DeliveryFields) -> DeliveryField] = [
            \.path.service, \.query.room, \.headers["x-room"], \.path.other,
        ]
        let room: HTTPFields = [HTTPField.Name(constant: "X-Room"): "#ci"]

        let keys = try fields.map {
            try key(Keyed.json.durable(key: $0), target: "/api?room=%23ops", "{}", headers: room)
        }

        XCTAssertEqual(keys, ["api", "#ops", "#ci", nil])
    }

    func testKey_isOfAForm_orOfJSONInOneOfItsFields() throws {
        let form = "application/x-www-form-urlencoded"

        XCTAssertEqual(try key(Keyed.form.durable(key: \.body.a), "a=x+y&b=2", type: form), "x y")
        XCTAssertEqual(try key(Keyed.field.durable(key: \.body.a), #"payload={"a":"x"}"#, type: form), "x")
        XCTAssertNil(try key(Keyed.form.durable(key: \.body.a.b), "a=x", type: form))
    }

    func testKey_isOfWhateverAPayloadIs() throws {
        let row = Keyed.payload.durable(key: \.body.a)

        XCTAssertEqual(try key(row, #"{"a":"x"}"#), "x")
        XCTAssertEqual(try key(row, "a=x", type: "application/x-www-form-urlencoded"), "x")
        XCTAssertEqual(try key(row, #"{"a":"x"}"#, type: "application/x-www-form-urlencoded"), "x")
        XCTAssertNil(try key(row, "a: x", type: "text/plain"))
    }

    func testKeys_ofSeveralFields_differ_whereverTheBoundaryIs() throws {
        let row = Keyed.json.durable(key: [\.body.a, \.body.b])
        let bodies = [#"["x","y,z"]"#, #"["x,y","z"]"#, #"["x\\","y,z"]"#, #"["x\\,y","z"]"#, #"["","x,y,z"]"#]

        let keys = try bodies.map { pair in
            let parts = try JSONValue(parsing: Array(pair.utf8)).arrayValue ?? []
            return try key(row, JSONValue.object(["a": parts[0], "b": parts[1]]).serialized())
        }

        XCTAssertEqual(Set(keys).count, bodies.count, "\(keys)")
        XCTAssertEqual(keys.first, #"x,y\,z"#)
        XCTAssertNil(try key(row, #"{"a":"x"}"#))
    }

    func testLongKey_isADigest_thatNoOtherKeyEquals() throws {
        let row = Keyed.json.durable(key: \.body.a)
        let fitting = String(repeating: "x", count: 200)

        let keys = try [fitting, fitting + "y", fitting + "z"].map { try key(row, #"{"a":"\#($0)"}"#) }
        let forged = try key(row, #"{"a":"\#(keys[1] ?? "")"}"#)

        XCTAssertEqual(keys[0], fitting)
        XCTAssertEqual(Set(keys + [forged]).count, 4)
        for key in keys { XCTAssertLessThanOrEqual(key?.utf8.count ?? 0, 200) }
    }
}
