import HarkEvents

extension Stripe {
    /// The name by which all thin events go.
    static let thinEvent = "thin_event"

    /// Thin events have names of their own, such as `v1.billing.meter.error_report_triggered`, and nothing that could
    /// be announced (docs.stripe.com/event-destinations, "Thin events"). They are one event, so that the operator hears
    /// of the wrong payload style whatever happened.
    static let thinEvents = EventTable.Restricted([:]) { _, payload in
        payload["object"].asText == "v2.core.event" ? UntrustedText(thinEvent) : nil
    }

    static func thin(_ event: PayloadView) -> EventNotification? {
        // The test of a destination is a thin event whatever its payload style is
        // (docs.stripe.com/api/v2/core/event_destinations/ping).
        if event["type"].asText == "v2.core.event_destination.ping" { return .hello(from: "Stripe", to: nil) }
        let words: ChatText =
            "Stripe sends thin events, which say nothing but their names: set the destination's payload style to snapshot"
        return EventNotification("\(words)\(event["type"], after: " (", before: ")")").marked(.warning)
            .replacing("stripe thin events")
    }
}
