import HarkEvents
import HarkTLS

/// A client certificate with its chain and its private key, all in PEM.
struct ClientCertificate: SettingValue {
    let identity: TLSIdentity

    static let settingTypeName = "certificate and key in PEM"
    static let isSecret = true

    init(settingText: String) throws(SettingMismatch) {
        let pem = Array(settingText.utf8)
        do throws(TLSError) { identity = try TLSIdentity(certificateChain: pem, privateKey: pem) } catch {
            throw SettingMismatch(expected: "a certificate and its private key, both in PEM, one after the other")
        }
    }

    var settingText: String { identity.description }
}
