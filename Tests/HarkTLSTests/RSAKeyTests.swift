import HarkTLS
import TestSupport
import XCTest

/// A key, its certificate and its signature over “sample” as OpenSSL 3 makes them.
final class RSAKeyTests: XCTestCase {
    func testSignature_isTheOneOfOpenSSL() throws {
        let key = try XCTUnwrap(PrivateKey(rsaPEM: RSATestKey.pem))

        let signature = try key.signature(over: Array("sample".utf8))

        XCTAssertEqual(signature, Self.signature)
        XCTAssertEqual(key.publicKey?.isValid(signature, over: Array("sample".utf8)), true)
        XCTAssertEqual(key.publicKey?.isValid(signature, over: Array("simple".utf8)), false)
    }

    func testSHA1_isTakenForASignatureThatIsMadeWithIt_alone() throws {
        let key = try XCTUnwrap(PrivateKey(rsaPEM: RSATestKey.pem))
        let publicKey = try XCTUnwrap(key.publicKey)
        let content = Array("sample".utf8)

        let signatures = [try key.signature(over: content, hash: .sha1), try key.signature(over: content)]

        XCTAssertEqual(signatures.map { publicKey.isValid($0, over: content, hash: .sha1) }, [true, false])
        XCTAssertEqual(signatures.map { publicKey.isValid($0, over: content) }, [false, true])
    }

    func testCertificate_saysWhoseItIs_andUntilWhen() throws {
        let certificate = try Certificate(pem: RSATestKey.certificate)

        XCTAssertEqual(certificate.names, ["test"])
        XCTAssertLessThan(certificate.validity.lowerBound, certificate.validity.upperBound)
        XCTAssertThrowsError(try Certificate(pem: RSATestKey.pem))
    }

    func testPublicKey_isThatOfTheCertificate() throws {
        let key = try XCTUnwrap(PublicKey(rsaCertificatePEM: RSATestKey.certificate))

        XCTAssertTrue(key.isValid(Self.signature, over: Array("sample".utf8)))
        guard case .rsa(let modulus, let exponent) = key else { return XCTFail("\(key)") }
        XCTAssertEqual(modulus.drop { $0 == 0 }, [UInt8](hex: Self.modulus)[...])
        XCTAssertEqual(exponent.drop { $0 == 0 }, [1, 0, 1])
    }

    func testKeys_areNone_whenTheTextIsAnythingElse() throws {
        let p256 = try PrivateKey.newP256()

        for text in [
            "", "-----BEGIN PRIVATE KEY-----", RSATestKey.certificate, String(decoding: p256.der, as: UTF8.self),
        ] {
            XCTAssertNil(PrivateKey(rsaPEM: text))
        }
        for text in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", RSATestKey.pem] {
            XCTAssertNil(PublicKey(rsaCertificatePEM: text))
        }
    }

    private static let modulus =
        "ada5920b8edb19d08c3606240150e160b9d36b627bdcbdadd21ab182ce2c1f7da69f9ae75d747242beed69eca74084f9"
        + "9528aa84833ef220f92294f33ee3cc2205a2c6b952dcec67ea05dcf1f36a0c13f10e978b6fcf75c665aab15876808487"
        + "133f758de5408efa7d4f70126de7d976f745b546bba54d1b55937e9b2cb8247d66496dda1d10ff7129c88dc5d3133e0a"
        + "3847b44efaff6215dbcdf74bdb36ea33be209a48e6d5fce4b4e5b24893d1bf839324cee64e949d1f923f4f4298e36ae6"
        + "9dd3e0d53253302bf04102c2cb2852982ffe543b977017d6dc40d8b0385c327ca3cdf66e4fd097cb79f03d3efe12267c"
        + "25fa362524b972e8a68a6d814892d597"

    private static let signature = [UInt8](
        hex: "5f0658d6c20e958aaf77deb804e1f6d48ccd989b2486c6cb2f4ed635d729df872b8182e0aa24e245868b5ee314a92ef8"
            + "03b73a8b7ebd023cf620080b1b4160a7c6d884ed6d31fed7de24f28f2a2cee33dc1ee719f91232a8e0293bbff6b81e79"
            + "7965a77a3a085ed3bbee79faff8dd4884c7a2350d17e21abf7fd86cb05af2f257ada074bd1a46480dc292f6354ce5f61"
            + "58010d18e38ce9f656294866231ff9b238df65ae0fa966acf563f507c424fd6d144492d025447cd56f99df83578fc5fc"
            + "00dcf3c2cba2cf19806af8ddf449fa750fda44e6d00bc1d13d3020af6be78ff2a7bdd8809124549513b5e5d89e2db486"
            + "a92f207f050493a726e787ead698518e")
}
