import HarkTLS
import XCTest

final class KeyTests: XCTestCase {
    /// RFC 8032, 7.1, TEST 2.
    func testEd25519_isThePublishedSignature() throws {
        let key = try XCTUnwrap(
            PrivateKey(
                ed25519Seed: [UInt8](hex: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")))
        let publicKey = PublicKey.ed25519(
            [UInt8](hex: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))

        let signature = try key.signature(over: [0x72])

        XCTAssertEqual(key.publicKey, publicKey)
        XCTAssertEqual(
            signature.hex,
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        assertIsValid(publicKey, signature, over: [0x72])
    }

    /// RFC 6979, A.2.5, “sample” with SHA-256.
    func testECDSA_takesThePublishedSignature() {
        let point =
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
        let key = PublicKey.ecdsaP256(
            der: [UInt8](hex: "3059301306072a8648ce3d020106082a8648ce3d03010703420004\(point)"))
        let signature = [UInt8](
            hex: "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")

        assertIsValid(key, signature, over: Array("sample".utf8))
    }

    /// RFC 7515, A.2.
    func testRSA_takesThePublishedSignature() throws {
        let key = PublicKey.rsa(
            modulus: try bytes(
                """
                ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SF\
                d2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo\
                7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkM\
                Ls91kzk2PAcDTW9gb54h4FRWyuXpoQ
                """), exponent: [1, 0, 1])
        let signature = try bytes(
            """
            cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CU\
            Ar7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_d\
            O--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0ig\
            cN_IoypGlUPQGe77Rw
            """)
        let content = """
            eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290\
            Ijp0cnVlfQ
            """

        assertIsValid(key, signature, over: Array(content.utf8))
    }

    func testNewP256_signsWhatItsPublicKeyTakes() throws {
        let keys = try [PrivateKey.newP256(), PrivateKey.newP256()]

        for key in keys {
            let publicKey = try XCTUnwrap(key.publicKey)
            assertIsValid(publicKey, try key.signature(over: [1, 2]), over: [1, 2])
            XCTAssertEqual(PrivateKey(p256DER: key.der)?.publicKey, publicKey)
        }
        XCTAssertNotEqual(keys[0].der, keys[1].der)
    }

    func testKeys_areUnusable_whenTheyAreOfAnotherKind() throws {
        // P-384, from RFC 6979, A.2.6.
        let p384 = PublicKey.ecdsaP256(
            der: [UInt8](
                hex: "3076301006072a8648ce3d020106052b8104002203620004"
                    + "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64"
                    + "def8f0ea9055866064a254515480bc138015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1"
                    + "288b231c3ae0d4fe7344fd2533264720"))
        let seed = try XCTUnwrap(PrivateKey(ed25519Seed: [UInt8](repeating: 1, count: 32)))

        XCTAssertFalse(p384.isUsable)
        XCTAssertFalse(PublicKey.ecdsaP256(der: []).isUsable)
        XCTAssertFalse(PublicKey.ed25519([1, 2, 3]).isUsable)
        XCTAssertNil(PrivateKey(ed25519Seed: [1]))
        XCTAssertNil(PrivateKey(p256DER: [1, 2, 3]))
        XCTAssertNil(PrivateKey(p256DER: seed.der))
    }

    func testPrivateKey_isNotPrinted() throws {
        let key = try PrivateKey.newP256()

        XCTAssertEqual("\(key) \(String(reflecting: key))", "<private key> <private key>")
    }

    /// Checks that a signature is taken, and not when a bit of it or of its content differs.
    private func assertIsValid(_ key: PublicKey, _ signature: [UInt8], over content: [UInt8], line: UInt = #line) {
        XCTAssertTrue(key.isUsable, line: line)
        XCTAssertTrue(key.isValid(signature, over: content), line: line)
        var forged = signature
        forged[forged.count - 1] ^= 1
        XCTAssertFalse(key.isValid(forged, over: content), line: line)
        XCTAssertFalse(key.isValid(signature, over: content + [0]), line: line)
        XCTAssertFalse(key.isValid([], over: content), line: line)
    }

    /// The bytes of base64url (RFC 4648, 5).
    private func bytes(_ text: String) throws -> [UInt8] {
        let usual = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : String($0) }.joined()
        let padding = String(repeating: "=", count: (4 - usual.count % 4) % 4)
        return Array(try XCTUnwrap(Data(base64Encoded: usual + padding)))
    }
}
