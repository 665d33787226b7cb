import HarkEvents

/// Home Assistant: the state of an entity, as its REST API writes it (developers.home-assistant.io/docs/api/rest),
/// or an event `state_changed`, unless the state is the same as before or the entity is gone. The README shows the
/// command that posts a state.
enum HomeAssistant: ReadyTemplate {
    static let name = "home-assistant"

    static func recognizes(_ payload: PayloadView) -> Bool {
        if payload.event_type.isOne(of: "state_changed") {
            let (old, new) = (payload.data.old_state, payload.data.new_state)
            return isEntity(payload.data.entity_id) && (new.state.isText || !new.exists && old.state.isText)
        }
        return isEntity(payload.entity_id) && payload.state.isText && payload.attributes.isObject
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let isEvent = payload.event_type.exists
        let entity = isEvent ? payload.data.new_state : payload
        let old = isEvent ? payload.data.old_state : payload.old_state
        let kind = entity.attributes.device_class.asText
        facts.event = "state_changed"
        facts.place = entity.entity_id.asText ?? payload.data.entity_id.asText
        facts.addLabels([kind].compactMap(\.self))
        // An entity was removed, or changed in something else than its state.
        if isEvent, !entity.exists || entity.state == old.state { return nil }
        let state = words(for: entity.state, kind)
        let before = words(for: old.isObject ? old.state : old, kind).unless(state)
        // A sensor for danger that is off again was on, and whoever heard of that hears of this.
        let wasOn = !old.exists || (old.isObject ? old.state : old).asText == "on"
        if entity.state.asText == "off", wasOn { facts.severity = severity(of: "on", kind) }
        let unit = entity.attributes.unit_of_measurement.asText
        let hasValue = { (state: UntrustedText?) in state.map { $0 != "unavailable" && $0 != "unknown" } == true }
        // The unit is said once, with the state that has a value.
        let (stateUnit, oldUnit) = hasValue(state) ? (unit, nil) : (nil, hasValue(before) ? unit : nil)
        let name = entity.attributes.friendly_name.asText ?? facts.place
        guard let state else { return EventNotification("\(name ?? "?"): \(entity.state)") }
        return EventNotification(
            "\(strong: name ?? "?"): \(state)\(stateUnit, after: " ")\(before, after: ", before: ")\(oldUnit, after: " ")"
        ).marked(severity(of: entity.state.asText, kind))
    }

    /// Whether this is an entity's identifier: `binary_sensor.cellar_door`.
    private static func isEntity(_ id: PayloadView) -> Bool {
        guard id.isText,
            let parts = id.asText?.verbatim.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        else { return false }
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy {
                        (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
                    }
            }
    }

    /// What a sensor with two states says: `on` of a door is `open`
    /// (home-assistant.io/integrations/binary_sensor, "Device class").
    private static func words(for state: PayloadView, _ kind: UntrustedText?) -> UntrustedText? {
        let text = state.asText
        if text == "not_home" { return "away" }
        guard text == "on" || text == "off" else { return text?.isStateName == true ? text?.asWords : text }
        let pair: (on: UntrustedText, off: UntrustedText)? =
            switch kind {
            case "door", "garage_door", "window", "opening": ("open", "closed")
            case "lock": ("unlocked", "locked")
            case "moisture": ("wet", "dry")
            case "connectivity": ("connected", "disconnected")
            case "problem": ("problem", "ok")
            case "safety": ("not safe", "safe")
            case "battery": ("low", "normal")
            case "smoke", "gas", "carbon_monoxide", "motion", "occupancy", "sound", "vibration", "tamper":
                ("detected", "clear")
            default: nil
            }
        return pair.map { text == "on" ? $0.on : $0.off } ?? text
    }

    /// How bad it is that a sensor for danger is on; nil for all others.
    private static func severity(of state: UntrustedText?, _ kind: UntrustedText?) -> Severity? {
        let isOn = state == "on"
        return switch kind {
        case "smoke", "gas", "carbon_monoxide", "safety": isOn ? .critical : .success
        case "moisture", "tamper", "problem": isOn ? .error : .success
        case "battery": isOn ? .warning : .success
        default: state == "unavailable" ? .warning : nil
        }
    }
}

extension UntrustedText {
    /// Whether it is one of a fixed set of states, as `armed_away`, and not a text that someone wrote.
    fileprivate var isStateName: Bool {
        verbatim.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == UInt8(ascii: "_") }
    }
}
