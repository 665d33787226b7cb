import HarkTesting
import HarkTools
import XCTest

/// A plugin with rules and verifiers of every kind.
private struct Wide: Plugin {
    static let manifest = Manifest<Self>(
        name: "wide",
        summary: "Has routes of every kind.",
        settings: [Setting<Secret>("HARK_WIDE_SECRET", help: "Proves senders.")],
        routes: [
            .get("/items/<int:id>", one),
            .post("/items/<string(length=2):code>", one),
            .delete("/items/<id>", one),
            .on(.put, .patch)("/items/<id>", one),
            .post("/a-b", none),
            .post("/a_b", none),
            .get("/x/<float:f>/<uuid:u>/<any(\"a>b\", c):choice>/<path:rest>", four),
            .post("/signed", .raw, body).verified(by: .github, with: \.secret),
            .post("/either", .raw, body).verified(by: .sharedSecret, with: \.secret),
            .post("/one", .raw, body).verified(by: .token(header: "X-One"), with: \.secret),
            .post("/two", .raw, body).verified(by: .token(header: "X-Two"), with: \.secret),
            .post("/inside", .raw, body).verified(by: .token(field: "token"), with: \.secret),
            .post("/basic", .raw, body).verified(by: .basic, with: \.secret),
            .post("/certificate", .raw, body).verified(by: .clientCertificate, with: \.secret),
            .post("/text", .text, text),
            .post("/stored", .raw, body).verified(by: .github, with: \.secret).durable(),
        ]
    )

    private let secret: Secret

    init(_ context: PluginContext) throws {
        secret = try context.settings[Setting<Secret>("HARK_WIDE_SECRET", help: "Proves senders.")]
    }

    func none() {}
    func one(id: String) {}
    func four(f: String, u: String, choice: String, rest: String) {}
    func body(_ delivery: Delivery<[UInt8]>) {}
    func text(_ delivery: Delivery<String>) {}
}

final class OpenAPITests: XCTestCase {
    private func document() throws -> JSONValue {
        try Catalog([Wide.self]).openAPI(server: "http://127.0.0.1:3141")
    }

    private func parameters(_ operation: JSONValue?) -> [String: JSONValue] {
        Dictionary(
            (operation?["parameters"]?.arrayValue ?? []).map { ($0["name"]?.stringValue ?? "", $0["schema"] ?? .null) },
            uniquingKeysWith: { first, _ in first })
    }

    func testDurableRow_isAcknowledged_beforeItIsHandled() throws {
        let paths = try document()["paths"]

        let responses = ["/stored", "/signed"].map { paths?[$0]?["post"]?["responses"] }

        XCTAssertEqual(responses[0]?["202"]?["description"], "It was stored, and is handled soon.")
        XCTAssertEqual(responses[0]?["200"]?["description"], "It was handled at once, without being stored.")
        XCTAssertEqual(responses[1]?["200"]?["description"], "It was handled.")
    }

    func testPaths_haveATemplateForEveryConverter() async throws {
        let operation = try document()["paths"]?["/x/{f}/{u}/{choice}/{rest}"]?["get"]

        XCTAssertEqual(
            parameters(operation),
            [
                "f": ["type": "number"], "u": ["type": "string", "format": "uuid"],
                "choice": ["type": "string", "enum": ["a>b", "c"]], "rest": ["type": "string"],
            ])
    }

    func testPaths_areOne_whenRulesDifferInNamesAndConvertersAlone() async throws {
        let paths = try document()["paths"]?.objectValue

        let item = paths?["/items/{id}"]
        XCTAssertEqual(paths?.map(\.name).filter { $0.hasPrefix("/items/") }, ["/items/{id}"])
        XCTAssertEqual(item?.objectValue?.map(\.name).sorted(), ["delete", "get", "head", "patch", "post", "put"])
        XCTAssertEqual(parameters(item?["get"]), ["id": ["type": "integer"]])
        XCTAssertEqual(parameters(item?["post"]), ["id": ["type": "string"]])
    }

    func testOperations_haveIdentifiersOfTheirOwn() async throws {
        let operations = try document()["paths"]?.objectValue?.flatMap {
            $0.value.objectValue.map(Array.init) ?? []
        }

        let identifiers = (operations ?? []).compactMap { $0.value["operationId"]?.stringValue }
        XCTAssertEqual(identifiers.count, 19)
        XCTAssertEqual(Set(identifiers).count, identifiers.count, "\(identifiers)")
    }

    func testSecurity_namesAScheme_forEveryProof() async throws {
        let document = try document()

        let names = { (path: String) in document["paths"]?[path]?["post"]?["security"] }
        let schemes = document["components"]?["securitySchemes"]
        XCTAssertEqual(names("/signed"), [["github": []]])
        XCTAssertEqual(names("/either"), [["shared_secret": []], ["shared_secret_2": []], ["shared_secret_3": []]])
        XCTAssertEqual(names("/one"), [["token": []]])
        XCTAssertEqual(names("/two"), [["token_2": []]])
        XCTAssertEqual(names("/inside"), [[:]])
        XCTAssertEqual(
            document["paths"]?["/inside"]?["post"]?["description"],
            "The sender proves itself by a token in the body's field token.")
        XCTAssertNil(names("/text"))
        XCTAssertEqual(schemes?["github"]?["name"], "X-Hub-Signature-256")
        XCTAssertEqual(schemes?["shared_secret"], ["type": "http", "scheme": "basic"])
        XCTAssertEqual(schemes?["shared_secret_2"], ["type": "http", "scheme": "bearer"])
        XCTAssertEqual(schemes?["shared_secret_3"], ["type": "apiKey", "in": "query", "name": "token"])
        XCTAssertEqual(schemes?["token"], ["type": "apiKey", "in": "header", "name": "X-One"])
        XCTAssertEqual(schemes?["token_2"], ["type": "apiKey", "in": "header", "name": "X-Two"])
        XCTAssertEqual(schemes?["client_certificate"], ["type": "mutualTLS"])
    }

    func testOpenAPI_neverShowsASecret() async throws {
        let text = try document().serialized()

        XCTAssertFalse(text.contains("s3cret"))
    }
}
