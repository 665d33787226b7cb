import Foundation
import HarkClient
import HarkTLS
import XCTest

extension XCTestCase {
    /// A client without a proxy; it is shut down after the test.
    func makeClient(authoritiesFile: String? = nil, proxyEnvironment: [String: String] = [:]) -> HTTPClient {
        let client = HTTPClient(
            HTTPClientConfiguration(authoritiesFile: authoritiesFile, proxyEnvironment: proxyEnvironment))
        addTeardownBlock { await client.shutDown() }
        return client
    }

    /// A certificate that vouches for itself, and a file that holds it.
    func makeIdentity(_ names: SubjectName...) throws -> (identity: TLSIdentity, file: String) {
        let made = try SelfSignedCertificate(names: names, now: Date())
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem")
        try Data(made.certificate.utf8).write(to: file)
        addTeardownBlock { try? FileManager.default.removeItem(at: file) }
        let identity = try TLSIdentity(
            certificateChain: Array(made.certificate.utf8), privateKey: Array(made.privateKey.utf8))
        return (identity, file.path)
    }
}

extension HTTPClient {
    /// What a request comes to.
    func result(of request: ClientRequest) async -> Result<ClientResponse, HTTPClientError> {
        do throws(HTTPClientError) { return .success(try await send(request)) } catch { return .failure(error) }
    }

    /// The error of a request.
    func failure(
        of request: ClientRequest, file: StaticString = #filePath, line: UInt = #line
    ) async -> HTTPClientError? {
        switch await result(of: request) {
        case .success(let response):
            XCTFail("It is answered with \(response.status) \(response.text.prefix(200)).", file: file, line: line)
            return nil
        case .failure(let error):
            return error
        }
    }
}
