import HarkTesting
import XCTest

/// Pages people by another server.
private struct Pager: Plugin {
    static let manifest = Manifest<Self>(
        name: "pager", summary: "Pages people.", routes: [.post("/pages/<person>", page)],
        commands: [.command("page <person>", help: "Pages someone.", page)])

    let http: HTTPClient

    init(_ context: PluginContext) { http = context.http }

    func page(person: String) async throws -> String {
        do throws(HTTPClientError) {
            let url = "https://pager.example.org/pages?token=secret"
            let response = try await http.send(.post(url, json: ["to": .string(person)]))
            return response.status == .created ? "\(person) is paged." : "The pager answers \(response.status.code)."
        } catch {
            return error.description
        }
    }
}

final class ScriptedHTTPTests: XCTestCase {
    func testAnswers_areGivenInTheirOrder_andRequestsAreKept() async throws {
        let bot = try await TestBot(
            Pager.self, http: [.json(["id": 7], status: .created), .status(.notFound), .failure(.timedOut)])

        let answers = [await bot.send("!page ada"), await bot.send("!page ben"), await bot.send("!page cyd")]

        XCTAssertEqual(
            answers,
            [
                ["ada is paged."], ["The pager answers 404."],
                ["https://pager.example.org did not answer in time. Try again later, or allow more time."],
            ])
        XCTAssertEqual(bot.http.requests.map(\.text), ["ada", "ben", "cyd"].map { #"{"to":"\#($0)"}"# })
        XCTAssertEqual(bot.http.requests.first?.url, "https://pager.example.org/pages?token=secret")
    }

    func testAnswer_mayDependOnTheRequest() async throws {
        let http = ScriptedHTTP { $0.text.contains("ada") ? .status(.created) : .text("no", status: .conflict) }
        let bot = try await TestBot(Pager.self, http: http)

        let answers = [try await bot.post("/pages/ben").text, try await bot.post("/pages/ada").text]

        XCTAssertEqual(answers, ["The pager answers 409.", "ada is paged."])
    }

    func testRequest_failsAndSaysWhy_whenNoAnswerIsLeft() async throws {
        let bot = try await TestBot(Pager.self)

        let answers = await bot.send("!page ada")

        XCTAssertEqual(
            answers,
            [
                "The request to https://pager.example.org could not be made. The test has no answer for this POST; "
                    + "add one to TestBot(…, http: […])."
            ])
        XCTAssertEqual(bot.http.requests.count, 1)
    }

    func testRequest_failsAsARealOneWould_whenItsURLIsInvalid() async throws {
        let client = HTTPClient(ScriptedHTTP([.status(.ok)]))

        do throws(HTTPClientError) {
            _ = try await client.send(.get("nowhere"))
            XCTFail("It is answered.")
        } catch {
            XCTAssertEqual(error, HTTPClientError(.invalidURL, server: nil))
        }
    }
}
