/// A row's methods, waiting for its rule, body kind and handler: `.post("/deploys", .json, deployed)`.
///
/// The handler is an ordinary method of the plugin. What it takes decides what it gets: first the delivery if the row
/// names a body kind, then one value for each placeholder, by position. What it returns becomes the answer; a handler
/// that returns nothing answers an empty 200. A row without a rule stands for `/` and the plugin's name.
public struct RouteRow<Owner: Plugin>: Sendable {
    let methods: [HTTPRequest.Method]
}
