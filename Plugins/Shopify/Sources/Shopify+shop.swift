import HarkEvents

// The shop itself, the app that owns the webhooks, and the duties that come with customers' data.

extension Shopify {
    static let shop: [String: EventTable.Formatter] = [
        "app/uninstalled": { shop in
            EventNotification("the app was uninstalled from the shop \(shop.name.or(shop.myshopify_domain))")
                .marked(.warning)
        },
        "app/scopes_update": { _ in EventNotification("the permissions of the app were changed") },
        "app_subscriptions/update": { payload in
            let subscription = payload.app_subscription
            return EventNotification(
                "the app's plan \(subscription.name) is \(subscription.status.asText?.lowercased ?? "?")")
        },
        "app_subscriptions/approaching_capped_amount": { payload in
            let subscription = payload.app_subscription
            let limit = money(subscription.capped_amount, subscription.currency, after: " of ")
            return EventNotification("the app's plan \(subscription.name) is about to reach its limit\(limit)")
                .marked(.warning)
        },
        "app_purchases_one_time/update": { payload in
            let purchase = payload.app_purchase_one_time
            return EventNotification(
                "the purchase of \(purchase.name) for the app is \(purchase.status.asText?.lowercased ?? "?")")
        },
        "bulk_operations/finish": { operation in
            let status = operation.status.asText?.lowercased
            return EventNotification("a bulk \(operation["type"], or: "operation") ended: \(status ?? "?")")
                .marked(status == "failed" ? .error : nil)
        },
        "channels/delete": thing("channel", "was deleted"),
        "domains/create": domain("was added"),
        "domains/update": domain("was updated"),
        "domains/destroy": domain("was removed"),
        "locations/create": thing("location", "was added"),
        "locations/update": thing("location", "was updated"),
        "locations/activate": thing("location", "is active"),
        "locations/deactivate": thing("location", "is no longer active"),
        "locations/delete": thing("location", "was deleted"),
        "shop/update": { shop in EventNotification("the settings of the shop \(shop.name) were changed") },
        "themes/create": thing("theme", "was added"),
        "themes/update": thing("theme", "was updated"),
        "themes/publish": thing("theme", "is published"),
        "themes/delete": thing("theme", "was deleted"),
    ]

    /// What the owner of an app has to do by law (shopify.dev/docs/apps/build/privacy-law-compliance). Nothing that
    /// would identify the person is said: the delivery has it.
    static let duties: [String: EventTable.Formatter] = [
        "customers/data_request": { payload in
            let request: ChatText = "\(payload.data_request.id, after: " (request ", before: ")")"
            return EventNotification(
                "a customer of \(payload.shop_domain, or: "the shop") asks for their data\(request)"
            )
            .marked(.warning)
        },
        "customers/redact": { payload in
            EventNotification("the data of a customer of \(payload.shop_domain, or: "the shop") must be erased")
                .marked(.warning)
        },
        "shop/redact": { payload in
            EventNotification("the data of the shop \(payload.shop_domain) must be erased").marked(.warning)
        },
    ]

    private static func domain(_ predicate: ChatText) -> EventTable.Formatter {
        { EventNotification("domain \($0.host.or($0.id)) \(predicate)") }
    }
}
