public import Hark

/// The tutorial: every way to receive a webhook and to answer a command, each in as few lines as it takes.
///
/// A plugin is a struct with a manifest. The manifest is a table: it can be read in ten seconds, and Hark lists, checks
/// and documents it without running anything. Every row names an ordinary method, and the method's signature says what
/// it takes: first the delivery if the row names a body kind, then one value for each `<placeholder>`.
public struct Example: Plugin {
    // A setting is an environment variable, declared once. It is read at the start; a malformed one prevents the start.
    static let greeting = Setting("HARK_EXAMPLE_GREETING", default: "Hello", help: "First word of every greeting.")
    static let callers = Setting(
        "HARK_EXAMPLE_CALLERS",
        default: ["127.0.0.0/8", "::1"].compactMap(AddressRange.init),
        help: "Who may call the routes that speak in the chat without authentication: addresses and CIDR ranges."
    )
    static let token = Setting<Secret>("HARK_EXAMPLE_TOKEN", help: "Shared with the service that announces releases.")

    public static let manifest = Manifest<Self>(
        name: "example",
        summary: "Shows every way to receive a webhook and to answer a command.",
        settings: [greeting, callers, token],
        routes: [
            // These methods need nothing from the request. They are in `Example+replies.swift`.
            .post("/test", answerTest),
            .post("/silent", announceCall).allowing(from: \.callers),
            .post("/powered", sendCustomHeader),
            .post("/forbidden", refuse),
            .get("/hello", greetWorld),

            // Parts of the path become values. These methods are in `Example+values.swift`.
            .post("/example/<name>/<action>", performAction),
            .put("/lights/<state>", switchLight).allowing(from: \.callers),
            .put("/pictures/<int:account>", .raw, storePicture).accepting(atMost: 5 * 1_048_576),

            // The body is decoded as the row says. These methods are in `Example+bodies.swift`.
            .post("/agent", .raw, readUserAgent),
            .post("/deploys", .json, announceDeploy).allowing(from: \.callers),
            .post("/signups", .form, greetSignUp),
            .post("/clicks", .form("payload"), greetClick),
            .post("/echo", .payload, echo),

            // The sender must be authenticated before the method is called: here by a token, elsewhere as the provider
            // signs (`.github`, `.slack`, `.stripe`). This method is in `Example+trust.swift`.
            .post("/releases", .json, announceRelease).verified(by: .token(header: "X-Release-Token"), with: \.token),
        ],
        commands: [
            // Given in the chat, with the bot's prefix: `!greet Ada`. These methods are in `Example+commands.swift`.
            .command("greet <name>", help: "Greets someone by name.", greet),
            .command("hello", help: "Says hello to whoever asks.", sayHello),
        ]
    )

    // A plugin takes what it needs from the context and keeps it. It never changes: a plugin with state keeps an actor
    // here, or a final class around a `Mutex`.
    let greeting: String
    let callers: [AddressRange]
    let token: Secret
    let chat: Chat

    public init(_ context: PluginContext) throws {
        greeting = try context.settings[Self.greeting]
        callers = try context.settings[Self.callers]
        token = try context.settings[Self.token]
        chat = context.chat
    }
}
