import HarkTLS
import XCTest

final class HashAlgorithmTests: XCTestCase {
    /// FIPS 180-4's example, “abc”.
    func testDigest_isThePublishedOne() {
        let digests: [HashAlgorithm: String] = [
            .sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
            .sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            .sha384: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                + "8086072ba1e7cc2358baeca134c825a7",
            .sha512: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ]

        for hash in HashAlgorithm.allCases {
            XCTAssertEqual(hash.digest(of: Array("abc".utf8)).hex, digests[hash])
        }
        XCTAssertEqual(
            HashAlgorithm.sha256.digest(of: []).hex,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    func testShortDigest_isTheBeginningOfTheDigest() {
        XCTAssertEqual(
            HashAlgorithm.sha256.shortDigest(of: Array("abc".utf8)), 0xba78_16bf_8f01_cfea_4141_40de_5dae_2223)
    }

    /// RFC 4231, 4.2, and RFC 2202, 3, test case 1 of each.
    func testAuthenticationCode_isThePublishedOne_inHoweverManyPieces() {
        let codes: [HashAlgorithm: String] = [
            .sha1: "b617318655057264e28bc0b6fb378c8ef146be00",
            .sha256: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            .sha384: "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
                + "faea9ea9076ede7f4af152e8b2fa9cb6",
            .sha512: "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
        ]
        let key = [UInt8](repeating: 0x0b, count: 20)

        for hash in HashAlgorithm.allCases {
            for pieces in [["Hi There"], ["Hi ", "", "There"]] {
                let code = hash.authenticationCode(of: pieces.map { Array($0.utf8) }, key: key)
                XCTAssertEqual(code.hex, codes[hash])
            }
        }
    }

    func testAuthenticationCode_takesKeysOfAnyLength() {
        let codes = [0, 1, 64, 65, 1000].map { count in
            HashAlgorithm.sha256.authenticationCode(of: [], key: [UInt8](repeating: 1, count: count))
        }

        XCTAssertEqual(Set(codes).count, codes.count)
        XCTAssertEqual(
            codes[0].hex, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    /// RFC 6070, 2, and RFC 7914, 11.
    func testKeyFromPassword_isThePublishedOne() {
        let salt = Array("salt".utf8)

        let sha1 = HashAlgorithm.sha1.key(
            fromPassword: Array("password".utf8), salt: salt, iterations: 4096, count: 20)
        let sha256 = HashAlgorithm.sha256.key(
            fromPassword: Array("passwd".utf8), salt: salt, iterations: 1, count: 64)

        XCTAssertEqual(sha1.hex, "4b007901b765489abead49d926f721d065a429c1")
        XCTAssertEqual(
            sha256.hex,
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783")
    }

    func testIsEqualInConstantTime_comparesEveryByte() {
        let bytes: [UInt8] = [1, 2, 3]

        XCTAssertTrue(bytes.isEqualInConstantTime(to: [1, 2, 3]))
        XCTAssertTrue([UInt8]().isEqualInConstantTime(to: []))
        for other: [UInt8] in [[0, 2, 3], [1, 2, 4], [1, 2], [1, 2, 3, 4], []] {
            XCTAssertFalse(bytes.isEqualInConstantTime(to: other), "\(other)")
        }
    }
}
