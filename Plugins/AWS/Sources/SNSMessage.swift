import HarkEvents

/// The message in what Amazon SNS delivers, and its kind. Only signed fields are read.
enum SNSMessage {
    /// Returns the kind of the message, and a payload with `topic`, `subject`, `text` and `message`: the message as an
    /// object, if it is one.
    static func unwrap(_ envelope: PayloadView) -> (event: UntrustedText?, payload: PayloadView) {
        let message = object(envelope.Message)
        let payload: JSONValue = [
            "topic": envelope.TopicArn.asJSON ?? .null,
            "subject": envelope.Subject.asJSON ?? .null,
            "text": message == nil ? envelope.Message.asJSON ?? .null : .null,
            "message": message ?? .null,
            "state": message.flatMap(state) ?? .null,
        ]
        return (name(envelope, message.map { PayloadView($0) }), PayloadView(payload))
    }

    /// A message that is an object, or the text of one.
    private static func object(_ message: PayloadView) -> JSONValue? {
        let value = message.asJSON
        if case .object? = value { return value }
        guard let text = value?.stringValue, text.utf8.first == UInt8(ascii: "{"),
            let parsed = try? JSONValue(parsing: Array(text.utf8)), case .object = parsed
        else { return nil }
        return parsed
    }

    private static func name(_ envelope: PayloadView, _ message: PayloadView?) -> UntrustedText? {
        let type = envelope.Type.asText
        if type == "SubscriptionConfirmation" || type == "UnsubscribeConfirmation" { return type }
        guard let message else { return "Message" }
        if message.AlarmName.exists { return "CloudWatch" }
        if message.AutoScalingGroupName.exists { return "AutoScaling" }
        let kind = message["detail-type"].asText?.verbatim
        switch message.source.asText {
        case "aws.cloudwatch" where kind == "CloudWatch Alarm State Change": return "CloudWatch"
        case "aws.codepipeline":
            return kind == "CodePipeline Pipeline Execution State Change" ? "CodePipeline" : "CodePipelineStep"
        case "aws.codebuild": return kind == "CodeBuild Build State Change" ? "CodeBuild" : "CodeBuildPhase"
        default: return kind == nil ? "Message" : "EventBridge"
        }
    }

    /// The state that a message is about: the action of its event.
    private static func state(_ message: JSONValue) -> JSONValue? {
        let detail = message["detail"]
        return message["NewStateValue"] ?? detail?["state"]?["value"] ?? detail?["state"] ?? detail?["build-status"]
    }
}

extension PayloadView {
    /// The last part of the topic's ARN.
    var topicName: UntrustedText? {
        (self["topic"].asText?.verbatim.split(separator: ":").last).map { UntrustedText(String($0)) }
    }
}
