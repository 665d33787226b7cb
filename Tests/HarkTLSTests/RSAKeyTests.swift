import HarkTLS
import XCTest

/// A key, its certificate and its signature over “sample” as OpenSSL 3 makes them.
final class RSAKeyTests: XCTestCase {
    func testSignature_isTheOneOfOpenSSL() throws {
        let key = try XCTUnwrap(PrivateKey(rsaPEM: Self.key))

        let signature = try key.signature(over: Array("sample".utf8))

        XCTAssertEqual(signature, Self.signature)
        XCTAssertEqual(key.publicKey?.isValid(signature, over: Array("sample".utf8)), true)
        XCTAssertEqual(key.publicKey?.isValid(signature, over: Array("simple".utf8)), false)
    }

    func testSHA1_isTakenForASignatureThatIsMadeWithIt_alone() throws {
        let key = try XCTUnwrap(PrivateKey(rsaPEM: Self.key))
        let publicKey = try XCTUnwrap(key.publicKey)
        let content = Array("sample".utf8)

        let signatures = [try key.signature(over: content, hash: .sha1), try key.signature(over: content)]

        XCTAssertEqual(signatures.map { publicKey.isValid($0, over: content, hash: .sha1) }, [true, false])
        XCTAssertEqual(signatures.map { publicKey.isValid($0, over: content) }, [false, true])
    }

    func testCertificate_saysWhoseItIs_andUntilWhen() throws {
        let certificate = try Certificate(pem: Self.certificate)

        XCTAssertEqual(certificate.names, ["test"])
        XCTAssertLessThan(certificate.validity.lowerBound, certificate.validity.upperBound)
        XCTAssertThrowsError(try Certificate(pem: Self.key))
    }

    func testPublicKey_isThatOfTheCertificate() throws {
        let key = try XCTUnwrap(PublicKey(rsaCertificatePEM: Self.certificate))

        XCTAssertTrue(key.isValid(Self.signature, over: Array("sample".utf8)))
        guard case .rsa(let modulus, let exponent) = key else { return XCTFail("\(key)") }
        XCTAssertEqual(modulus.drop { $0 == 0 }, [UInt8](hex: Self.modulus)[...])
        XCTAssertEqual(exponent.drop { $0 == 0 }, [1, 0, 1])
    }

    func testKeys_areNone_whenTheTextIsAnythingElse() throws {
        let p256 = try PrivateKey.newP256()

        for text in ["", "-----BEGIN PRIVATE KEY-----", Self.certificate, String(decoding: p256.der, as: UTF8.self)] {
            XCTAssertNil(PrivateKey(rsaPEM: text))
        }
        for text in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", Self.key] {
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

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCtpZILjtsZ0Iw2
        BiQBUOFgudNrYnvcva3SGrGCziwffaafmudddHJCvu1p7KdAhPmVKKqEgz7yIPki
        lPM+48wiBaLGuVLc7GfqBdzx82oME/EOl4tvz3XGZaqxWHaAhIcTP3WN5UCO+n1P
        cBJt59l290W1RrulTRtVk36bLLgkfWZJbdodEP9xKciNxdMTPgo4R7RO+v9iFdvN
        90vbNuozviCaSObV/OS05bJIk9G/g5MkzuZOlJ0fkj9PQpjjauad0+DVMlMwK/BB
        AsLLKFKYL/5UO5dwF9bcQNiwOFwyfKPN9m5P0JfLefA9Pv4SJnwl+jYlJLly6KaK
        bYFIktWXAgMBAAECggEAAQPJsbWZBDKazyoEBdnyJz2Oxb7imGynWmX7iZco3NpA
        Igimt34ZuNgizQ6r/42HY97D+FhIAuQ8cH5MWZ69L6m2xNCKcm4TQWPdYbCZew6W
        xw4Nq46b0pf/gl/Q+XlMzMj/J+AiG3PNTayK/wdu1uolByUtrY6gzUQ6Zi/Bt7zd
        YVfcqiVIUrwTxIzPMsfHkFIkHoFl33sqs51h0JkC4p6iOZVF80cUYP5V30g3wjM1
        v/Z3eNIRmp8lCrMffPjavCl92P2ZU/o+B3ayAWj1BkPqvafLErSfWlO23ANWaYZH
        9QchdyC7xAnLOLWUhC5l5sOc3uFuNSRH56MCNBvpwQKBgQD0iyXX0HttNkAga81f
        yoF4sdPAGE9TbuNeShBcqfbdEkqGiojHP6YXv+zhEPItkdWgk78jm/5GQXpMCVXk
        ULNa8FgL/KYMN62qIV/pVHrd29EGzSqW6FtfZo4eK0RK0ikr9aKOP+1WdIPJJ1CC
        VCBJJ6X0QF66KX2c+PcHSaWnYQKBgQC1yCU/Hn/easU6GDofVsm04jjXCjXHb36R
        C4hm2c4ZaJ/SEBX9zHXG5HPk21S/Tci3oaCDrODqyuCyiqkSFioJ/uDBI8eNb8HH
        Up6Ggrve3Sl9frBDtLkV5/NwgiXqCE0haftQ2Z0kwDIivSp9PRQuNMt6YOVaeeKm
        svDm3hi39wKBgERyzlziFiozjS+F/S5a2HKYE9Uo+Ms5tpql0H6fdGHcxM9z52Ue
        A7eSGRPGUoM+1rTjphSpjTrNCRZPZqNJk2pY68wvI6s3ynxcayQ8aUfAR3nH46vp
        zemeIxl+stbejHepgZ6fdidE5b5gKsDQG1lep6z+d4VUJ7zQUxTPIHcBAoGAaVlV
        5K+rUV41cQarYJAuk6rrYAylwDAofKzfXyPpIqaUwOvbotvEggDR/ZbzFW9h3LJJ
        0SX2r3vmHvLnKvk3YdWZsbUnqBtVhUunXbMUaANqUTWDt6lb/osPdWunx2sKMEw4
        ftGvFaZhJ+rTXgNw15p3NjRDl1y98vgPTuz2DF8CgYAIjWtUwMeX2/nB52FhpIo3
        4D74QjYeLZtvXMQGq5ccQ4pfafAzzF59b76liBp3+FSP1oABcFTi074Amhoa0ZcT
        a12Y18ngMM8RlAakJFI2/7GyM29WHEBHDmduKfthhEISyku6mhQvop6oBF51XZEv
        tDIHyXvyrKPl2bEPuA/ZPw==
        -----END PRIVATE KEY-----
        """

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIDATCCAemgAwIBAgIUSZXssg/QqfxdanRsUKapSs40uSUwDQYJKoZIhvcNAQEL
        BQAwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjkwMzU2NDdaGA8yMTI2MTEwNTAz
        NTY0N1owDzENMAsGA1UEAwwEdGVzdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
        AQoCggEBAK2lkguO2xnQjDYGJAFQ4WC502tie9y9rdIasYLOLB99pp+a5110ckK+
        7Wnsp0CE+ZUoqoSDPvIg+SKU8z7jzCIFosa5UtzsZ+oF3PHzagwT8Q6Xi2/PdcZl
        qrFYdoCEhxM/dY3lQI76fU9wEm3n2Xb3RbVGu6VNG1WTfpssuCR9Zklt2h0Q/3Ep
        yI3F0xM+CjhHtE76/2IV2833S9s26jO+IJpI5tX85LTlskiT0b+DkyTO5k6UnR+S
        P09CmONq5p3T4NUyUzAr8EECwssoUpgv/lQ7l3AX1txA2LA4XDJ8o832bk/Ql8t5
        8D0+/hImfCX6NiUkuXLopoptgUiS1ZcCAwEAAaNTMFEwHQYDVR0OBBYEFH8PpGoS
        tN7nZsJ1Y6HVX2yo1ggEMB8GA1UdIwQYMBaAFH8PpGoStN7nZsJ1Y6HVX2yo1ggE
        MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAAEEFHfi17elWTG+
        idHg5tpbQIqzb2ivIEYTtrdEcljQruOed/cqMGDasyiXm3mADAlXW4rfpdL9BQH8
        i0YAUEtDOesIVh5fSKUHQP4gitCe7FOMhuhd/VC4iQWQcURUjJAMwr0k0J+O8Tc5
        S+BXaE2qkpiyZ6Jzrr8B4chKXXqJBRCyYWlOjlcsbFidcSfVo00ITo6tAWHClzy1
        2ADmtNKUNolPwvK6XkPDNerzriwvE9M6yapIvdXNxU06QYk0YZStaO+RjnPTfSf3
        /e4VKSXJjsAptQFjkySRPSsqOJ7b8joWtM9AjJI1SUmqtbN4xX4GC6YYRoCFp86a
        YfsooaQ=
        -----END CERTIFICATE-----
        """
}
