import HarkEvents

// Alarms, and what EventBridge and Auto Scaling say.

extension AWS {
    /// An alarm of CloudWatch, as it sends it to a topic, or as EventBridge does
    /// (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html).
    static func alarm(_ payload: PayloadView) -> EventNotification? {
        let message = payload.message
        let (detail, trigger) = (message.detail, message.Trigger)
        let name = message.AlarmName.or(detail.alarmName)
        let reason = message.NewStateReason.or(detail.state.reason).asText
        let metric = [trigger.Namespace.asText, trigger.MetricName.asText].compactMap(\.self)
        let measured: ChatText = metric.isEmpty ? "" : " (\(list: metric + dimensions(of: trigger)))"
        let state = payload.state
        let words: ChatText = "\(state): \(name)\(measured)\(reason, after: ": ")"
        let subject = message.AlarmArn.or(message.resources[0]).or(name).asText
        return EventNotification(about: message.Region.or(message.region).asText, words)
            .marked(severity(ofAlarm: state.asText))
            .inThread(of: subject.map { "aws alarm \($0)" }, isAlsoInRoom: state.asText == "OK")
    }

    private static func dimensions(of trigger: PayloadView) -> [UntrustedText] {
        trigger.Dimensions.asList.prefix(4).compactMap { dimension -> UntrustedText? in
            guard let name = dimension.name.asText, let value = dimension.value.asText else { return nil }
            return "\(name) \(value)"
        }
    }

    private static func severity(ofAlarm state: UntrustedText?) -> Severity? {
        switch state {
        case "OK": .success
        case "ALARM": .error
        case "INSUFFICIENT_DATA": .warning
        default: nil
        }
    }

    /// A notification of an Auto Scaling group
    /// (docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html).
    static func scaling(_ payload: PayloadView) -> EventNotification? {
        let message = payload.message
        let event = message.Event.asText
        let what = message.Description.or(message.Event).asText
        let isFailure = event?.verbatim.hasSuffix("_ERROR") == true
        return EventNotification("Auto Scaling group \(message.AutoScalingGroupName)\(what, after: ": ")")
            .marked(isFailure ? .error : nil)
            .inThread(of: message.AutoScalingGroupName.asText.map { "aws autoscaling \($0)" }, isAlsoInRoom: isFailure)
    }

    /// Any other event of EventBridge (docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html).
    static func event(_ payload: PayloadView) -> EventNotification? {
        let message = payload.message
        let resource = message.resources[0].asText
        return EventNotification(
            about: message.source.asText,
            "\(message["detail-type"])\(payload.state.asText, after: ": ")\(resource, after: " (", before: ")")")
    }

    /// A message of any other kind.
    static func message(_ payload: PayloadView) -> EventNotification? {
        let parts = [payload.subject, payload.text].compactMap { $0.asText }
        guard let first = parts.first else { return EventNotification(about: payload.topicName, "a message of JSON") }
        return EventNotification(about: payload.topicName, "\(first)\(parts.dropFirst().first, after: ": ")")
    }

    /// What became of the bot's subscription to a topic.
    static func subscription(
        _ payload: PayloadView, _ what: StaticString, _ severity: Severity
    ) -> EventNotification? {
        EventNotification("the SNS topic\(payload.topicName, after: " ") \(ChatText(what.description))").marked(
            severity)
    }

    /// Fills in what the operator's rules may ask for.
    static func readFacts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let message = payload.message
        let detail = message.detail
        facts.place =
            (detail.pipeline.asText ?? detail["project-name"].asText ?? message.AlarmName.or(detail.alarmName).asText
                ?? message.AutoScalingGroupName.asText) ?? payload.topicName
        switch payload.state.asText {
        case "OK":
            facts.outcome = .success
            facts.severity = severity(ofAlarm: "ALARM")
        case "SUCCEEDED": facts.outcome = .success
        case "ALARM", "FAILED", "FAULT", "TIMED_OUT": facts.outcome = .failure
        case "STOPPED", "CANCELED", "SUPERSEDED": facts.outcome = .cancelled
        default: break
        }
        facts.addLabels(
            message.Trigger.Dimensions.asList.lazy.compactMap { dimension -> UntrustedText? in
                guard let name = dimension.name.asText, let value = dimension.value.asText else { return nil }
                return "\(name)=\(value)"
            })
    }
}
