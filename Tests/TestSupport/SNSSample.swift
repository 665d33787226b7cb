package import HarkHost
private import HarkTLS

/// Messages of Amazon SNS at the first of January 2026, signed with a key of the tests alone.
package enum SNSSample {
    package static let topic = "arn:aws:sns:eu-central-1:123456789012:alarms"
    package static let certificateURL =
        "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"
    package static let subscribeURL =
        "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=\(topic)&Token=2336412f37"

    /// A notification with these fields in place of the usual ones, signed.
    /// - Parameters:
    ///   - version: the signature's version: 1 is with SHA-1, 2 with SHA-256.
    ///   - headerTopic: the topic in the header section.
    package static func request(
        _ changes: [String: String] = [:], version: String = "2", headerTopic: String = topic
    ) throws -> Request {
        let usual = [
            "Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "TopicArn": topic,
            "Message": "Hello", "Timestamp": "2026-01-01T00:00:00.000Z", "SignatureVersion": version,
            "SigningCertURL": certificateURL,
            "UnsubscribeURL": "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe",
        ]
        var fields = usual.merging(changes) { $1 }
        // The order of the documentation, which is that of the alphabet.
        let names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
        let signed = names.compactMap { name in fields[name].map { "\(name)\n\($0)\n" } }.joined()
        guard let key = PrivateKey(rsaPEM: key) else { return .delivery("/aws", body: "") }
        let signature = try key.signature(over: Array(signed.utf8), hash: version == "1" ? .sha1 : .sha256)
        if fields["Signature"] == nil { fields["Signature"] = SignatureScheme.Encoding.base64.encoded(signature) }
        let body = JSONValue.object(
            JSONObject(fields.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }))
        return .delivery(
            "/aws",
            [
                "x-amz-sns-message-type": fields["Type"] ?? "", "x-amz-sns-topic-arn": headerTopic,
                "User-Agent": "Amazon Simple Notification Service Agent",
            ], body: body.serialized(), type: "text/plain; charset=UTF-8")
    }

    /// A token with these claims, signed with the same key.
    package static func token(_ claims: JSONObject, keyID: String? = "k1") throws -> String {
        guard let key = PrivateKey(rsaPEM: key) else { return "" }
        return try JSONWebToken.signed(claims, by: key, keyID: keyID)
    }

    /// The certificate of the key, for `sns.amazonaws.com`, valid in December 2025 and in 2026.
    package static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIC1DCCAbygAwIBAgICEmcwDQYJKoZIhvcNAQELBQAwHDEaMBgGA1UEAwwRc25z
        LmFtYXpvbmF3cy5jb20wHhcNMjUxMjAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjAc
        MRowGAYDVQQDDBFzbnMuYW1hem9uYXdzLmNvbTCCASIwDQYJKoZIhvcNAQEBBQAD
        ggEPADCCAQoCggEBAOUWbNhBu4bGO8Sedumr6JZ/q3FCiygB+LdjW8DZFGBihP/J
        3MGVpcB3J6BkUW/exNxb0yxJYtZpybaIQLgDCBZb5yLzhyoK2TLiITsILvZT9zdZ
        OpnOCmYzX27jECidCLH0GRQcfQh7ag4eXCRQoBlwHYivvvpF5CxtoHE1sXQslW8m
        uLCG5awfNZrpyRGOfLRMoLY1ggmOLkuppBRl53d/iWOy2OE0bjEy0XeKQK860fYf
        NsRNJAiI020OlnoNPfTql58i/KisS3e9ouklzN+62vUYkBDN3fK76pLLuCagQA3J
        oKNkDsiRZgjxP4JgvZV8s6jAzuQudBxL1ZftXHUCAwEAAaMgMB4wHAYDVR0RBBUw
        E4IRc25zLmFtYXpvbmF3cy5jb20wDQYJKoZIhvcNAQELBQADggEBAEYs8FzhemB8
        o4hthGxFI7BLYt5TOxnMuiu2dfCLsicC1T3MbyGYL01rmBxafsPYMZ59ya9kYT3H
        yrxY1jla6enIMUQ2DwzI55+RELYkv7e5I7HgatcKqAfATW+bWeHr08rvGhspZwnJ
        aCxLHVEwy8b4jAYuEns6SLpcPfbACMiDoIgtPxBdw7EBxlx678tJ08fQCt75wRjW
        ommSESQ6dfGcF9xVd/n/rVWGEYrrENbbpk/X+OkOFrOKLQRRMETy68RYNIYz4y9P
        6mjhfNRUtsktym8JNQvEbhQaapG04I567QDZfgauZzIKtfLffQbaUf0nFLci4lUr
        HMsIndZL12o=
        -----END CERTIFICATE-----
        """

    /// The same for another name.
    package static let otherCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIC4DCCAcigAwIBAgICEmcwDQYJKoZIhvcNAQELBQAwIDEeMBwGA1UEAwwVZXhh
        bXBsZS5hbWF6b25hd3MuY29tMB4XDTI1MTIwMTAwMDAwMFoXDTI3MDEwMTAwMDAw
        MFowIDEeMBwGA1UEAwwVZXhhbXBsZS5hbWF6b25hd3MuY29tMIIBIjANBgkqhkiG
        9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5RZs2EG7hsY7xJ526avoln+rcUKLKAH4t2Nb
        wNkUYGKE/8ncwZWlwHcnoGRRb97E3FvTLEli1mnJtohAuAMIFlvnIvOHKgrZMuIh
        Owgu9lP3N1k6mc4KZjNfbuMQKJ0IsfQZFBx9CHtqDh5cJFCgGXAdiK+++kXkLG2g
        cTWxdCyVbya4sIblrB81munJEY58tEygtjWCCY4uS6mkFGXnd3+JY7LY4TRuMTLR
        d4pArzrR9h82xE0kCIjTbQ6Weg099OqXnyL8qKxLd72i6SXM37ra9RiQEM3d8rvq
        ksu4JqBADcmgo2QOyJFmCPE/gmC9lXyzqMDO5C50HEvVl+1cdQIDAQABoyQwIjAg
        BgNVHREEGTAXghVleGFtcGxlLmFtYXpvbmF3cy5jb20wDQYJKoZIhvcNAQELBQAD
        ggEBAF/R/ROTbTQI/iKOso/STRqLjNdI9sE2kBYs8QFLzidzPNhmfaDcQj2SyLBr
        xWl2u6tY4CZ0M60RD8eDzzkPi78fpwYcRjfs4ziokNRlwoaxCEo7DDfmM2PJefh9
        XXiM7g2mUOvTvU6TpxYa3yvJTBo05SL4S/bwaqSYihQfsdSKzbmo5ZdC9wpyTDA6
        z6q1XltpgJdHI/VOlNyp1+upnNw351WvpJ/4jsk0wARlRKlqW5RGNmoe94iRS3Tw
        KT15l7obxydeEHz7hf2Uiytd4UNZCqpaHMADGXB+yZI/Vu872kJ5fwYvUiJ7aBUs
        IJDjzrYn3bEmOdCUjQP1shEKO9o=
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQDlFmzYQbuGxjvE
        nnbpq+iWf6txQosoAfi3Y1vA2RRgYoT/ydzBlaXAdyegZFFv3sTcW9MsSWLWacm2
        iEC4AwgWW+ci84cqCtky4iE7CC72U/c3WTqZzgpmM19u4xAonQix9BkUHH0Ie2oO
        HlwkUKAZcB2Ir776ReQsbaBxNbF0LJVvJriwhuWsHzWa6ckRjny0TKC2NYIJji5L
        qaQUZed3f4ljstjhNG4xMtF3ikCvOtH2HzbETSQIiNNtDpZ6DT306pefIvyorEt3
        vaLpJczfutr1GJAQzd3yu+qSy7gmoEANyaCjZA7IkWYI8T+CYL2VfLOowM7kLnQc
        S9WX7Vx1AgMBAAECggEAWeLfKUk9XcfZOrAco1oG5EpKyCFefX+sibRME5J5esod
        OkoHutNPWoHGRBook/b6EiZbaOSQieWvNlYm4qyZ10APJHkeP0JLb7onZMS0vIU8
        mnSB2EhubyRYHSettunKuBw5XNlCu/nEpq6F49/YubJyfCfNDOEwgrgu/EyfiJ+Z
        nDZXjVt9QxAmpida5frhMNhGVmkxxVRSdZT71leeSv+2pUbSo/Ij20LvfuOVz8DP
        PRuEShHLu2fbaLAFHDcj2aTOwL5bIyhOUUo5f/BiB5ZfNp8jWQ/b9cOFUBzinZci
        iSblyeldlLbym78jsEeGAotovnGfv5OEDOw1fFtaHwKBgQD3Ekl82uLm0WTO7FBO
        lqd9gtosuOAKNyQqsjMmAQYzUhdoWKuhc4xPdy4ckleyx+36z5kiklczBtWQvyY2
        DKSiAWMCZ1zY+ZN/CqSwZ+AZxPZMPq0qy9VdGUPqw/Ygub3yV+8KbrRzRKMyRaxS
        knFP93aMWJPPFoxwJ2knVm8+twKBgQDtXcQBAXMCKLrpZPQxMxIh2I4VKrXo7kiV
        75fb6u4gFlBvASXPfZPkeSF0mYFVvw3P+nfeVIkD/qSc4qreaVqw1wuiH+eXSWrO
        lyyAfkbepSZcrSrZfhplgWw4nhXcnHLhclyEJgKTkzeBkBc17TXYaLGBGRu/3LuR
        5HJHgn0SMwKBgQDixiUvdVTYWQ93Ic4gJAV9nTIV5Ga22Z/XlJJ/6ma/ijSz8Ncv
        rHf3pENttCDMltdm408CPWHOExLI9bnj2Dzv+effl/HPsVvhOmqpA97cqD0NBGY7
        JrYi6oK9I7pwlSu0GWPtpmj4d+J2zR5697ELne5wqQiaBm9GrdXFZn9bBwKBgQDW
        s1yKCFSN3GeMmush4W8CPE3wKWzXX0k6jbhPjIWNcoGYlnIr5wuxujsfq4XIGIMW
        3xgze0Vf3qHo4kHp4WPN1wXHxJIHTroUWbtAEnhqBPnZFC1RAvY/YDySTbO6k6x5
        7aZvRa5I6/1l7P6Boal1sOT1v89Q0Qi8YuVXd1lH7wKBgQCgVAoW9V6SFudhDwFi
        NPFMrb9bFBsfFuBnobYkfx9a+Yvi9dL2G144OSEWA6kS7Rl6+7GhUlN9GqmNFqf1
        URazHk2WjwbrYRLFOlRcXpSiu0xpupWf6l1PszpIXR7cLnA69Me2GZbEjJB4wX5c
        dkdstokeArJhnsZ/MMGhFMxGpA==
        -----END PRIVATE KEY-----
        """
}
