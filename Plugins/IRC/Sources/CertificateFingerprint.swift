import HarkEvents

/// The SHA-256 digest of a certificate, in hexadecimal digits, with or without colons.
struct CertificateFingerprint: SettingValue, Equatable {
    let bytes: [UInt8]

    static let settingTypeName = "SHA-256 fingerprint"

    init(settingText: String) throws(SettingMismatch) {
        let digits = settingText.filter { $0 != ":" && $0 != " " }
        let bytes = stride(from: 0, to: digits.utf8.count, by: 2).compactMap { start in
            UInt8(String(decoding: digits.utf8.dropFirst(start).prefix(2), as: UTF8.self), radix: 16)
        }
        guard digits.utf8.count == 64, bytes.count == 32 else {
            throw SettingMismatch(expected: "a SHA-256 fingerprint of 64 hexadecimal digits")
        }
        self.bytes = bytes
    }

    var settingText: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":") }
}
