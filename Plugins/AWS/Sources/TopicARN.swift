import HarkEvents

/// The name of a topic of Amazon SNS, such as `arn:aws:sns:eu-central-1:123456789012:alarms`
/// (docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
struct TopicARN: SettingValue {
    /// The whole name.
    let text: String

    init(settingText: String) throws(SettingMismatch) {
        let parts = settingText.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let isARN =
            parts.count == 6 && settingText.utf8.count <= 512 && settingText.hasPrefix("arn:aws")
            && parts[2].elementsEqual("sns".utf8) && parts[4].count == 12
            && parts[4].allSatisfy { (0x30...0x39).contains($0) } && !parts[5].isEmpty
            && settingText.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard isARN else {
            throw SettingMismatch(
                expected: "ARNs of SNS topics, such as arn:aws:sns:eu-central-1:123456789012:alarms")
        }
        text = settingText
    }

    var settingText: String { text }
    static var settingTypeName: String { "ARN" }
}
