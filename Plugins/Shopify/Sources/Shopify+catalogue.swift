import HarkEvents

// Products, stock, discounts and collections.

extension Shopify {
    static let catalogue: [String: EventTable.Formatter] = [
        products, stock,
        things(
            "collections", "collection",
            [
                "create": "was added", "update": "was updated", "delete": "was deleted",
            ]),
        things(
            "discounts", "discount",
            [
                "create": "was added", "update": "was updated", "delete": "was deleted",
                "redeemcode_added": "has a new code", "redeemcode_removed": "no longer has one of its codes",
            ]),
        things(
            "selling_plan_groups", "selling plan group",
            [
                "create": "was added", "update": "was updated", "delete": "was deleted",
            ]),
    ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

    private static let products: [String: EventTable.Formatter] = [
        "products/create": { product in
            let details = ChatText(["\(product.vendor, after: "")", "\(product.status, after: "")"])
            let end: ChatText = details.isEmpty ? "" : " (\(details))"
            return EventNotification("product \(product.title.or(product.id)) was added\(end)")
        },
        "products/update": thing("product", "was updated"),
        "products/delete": thing("product", "was deleted"),
        "variants/in_stock": variant("is in stock again", .success),
        "variants/out_of_stock": variant("is out of stock", .warning),
    ]

    private static let stock: [String: EventTable.Formatter] = [
        "inventory_levels/update": { level in
            EventNotification(
                "\(level.available) of item \(level.inventory_item_id) are available at location \(level.location_id)")
        },
        "inventory_levels/connect": { level in
            EventNotification("item \(level.inventory_item_id) is kept at location \(level.location_id)")
        },
        "inventory_levels/disconnect": { level in
            EventNotification("item \(level.inventory_item_id) is no longer kept at location \(level.location_id)")
        },
        "inventory_items/create": item("was added"),
        "inventory_items/update": item("was updated"),
        "inventory_items/delete": item("was deleted"),
    ]

    private static func item(_ predicate: ChatText) -> EventTable.Formatter {
        { EventNotification("item \($0.sku.or($0.id)) \(predicate)") }
    }

    /// A variant of a product, which has one without a name of its own as `Default Title`.
    private static func variant(_ predicate: ChatText, _ severity: Severity) -> EventTable.Formatter {
        { variant in
            let title = variant.title.asText == "Default Title" ? nil : variant.title.asText
            let product = variant.product.title.or(variant.product_id)
            let name: ChatText = "product \(product)\(title, after: ", ")\(variant.sku, after: " (", before: ")")"
            return EventNotification("\(name) \(predicate)").marked(severity)
        }
    }
}
