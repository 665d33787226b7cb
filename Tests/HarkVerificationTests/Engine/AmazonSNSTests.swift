import HarkTLS
import XCTest

import struct FoundationEssentials.Date

@testable import HarkVerification

final class AmazonSNSTests: XCTestCase {
    private func isOwner(_ names: String...) throws -> Bool {
        let made = try SelfSignedCertificate(
            names: names.map { .dns($0) }, now: Date(timeIntervalSince1970: 1_767_225_600))
        return AmazonSNS.isOwner(try Certificate(pem: made.certificate))
    }

    func testCertificate_isOfTheService_byAnyOfItsNames() throws {
        let names = [
            "sns.amazonaws.com", "sns.eu-central-1.amazonaws.com", "sns-signing.eu-central-1.amazonaws.com",
            "sns.cn-north-1.amazonaws.com.cn", "sns.amazonaws.com.cn",
        ]

        for name in names { XCTAssertTrue(try isOwner("other.amazonaws.com", name), name) }
    }

    func testCertificate_isNotOfTheService_withASimilarName() throws {
        let names = [
            "amazonaws.com", "example.amazonaws.com", "sns.amazonaws.com.evil.example", "sns.evil.example",
            "evil-sns.amazonaws.com", "snsamazonaws.com", "sns.evilamazonaws.com", "sns.a.b.amazonaws.com",
            "*.amazonaws.com", "sns.amazonaws.org", "evil.sns.amazonaws.com",
        ]

        for name in names { XCTAssertFalse(try isOwner(name), name) }
    }
}
