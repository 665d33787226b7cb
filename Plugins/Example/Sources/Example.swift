public import Hark

/// The tutorial: every way to receive a webhook and to answer a command, each in as few lines as it takes.
///
/// A plugin is a struct with a manifest. The manifest is a table: a stranger reads it in ten seconds, and Hark lists,
/// checks and documents it without running anything. Every row names an ordinary method, and the method's own signature
/// says what it takes: first the delivery if the row names a body kind, then one value for each `<placeholder>`.
public struct Example: Plugin {
    // A setting is an environment variable, declared once. It is read at start; a malformed one stops the start.
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
            // Just being called is enough: these methods ask for nothing. `Example+replies.swift` has them.
            .post("/test", answerTest),
            .post("/silent", announceCall).allowing(from: \.callers),
            .post("/powered", sendCustomHeader),
            .post("/forbidden", refuse),
            .get("/hello", greetWorld),

            // Parts of the path become values. `Example+values.swift` has these.
            .post("/example/<name>/<action>", performAction),
            .put("/lights/<state>", switchLight).allowing(from: \.callers),
            .put("/pictures/<int:account>", .raw, storePicture).accepting(atMost: 5 * 1_048_576),

            // The body becomes what the row says it is. `Example+bodies.swift` has these.
            .post("/agent", .raw, readUserAgent),
            .post("/deploys", .json, announceDeploy).allowing(from: \.callers),
            .post("/signups", .form, greetSignUp),
            .post("/clicks", .form("payload"), greetClick),
            .post("/echo", .payload, echo),

            // The sender has to prove itself before the method sees anything: here by a token, elsewhere as the
            // provider signs (`.github`, `.slack`, `.stripe`). `Example+trust.swift` has this.
            .post("/releases", .json, announceRelease).verified(by: .token(header: "X-Release-Token"), with: \.token),
        ],
        commands: [
            // Said in the chat, with the bot's prefix: `!greet Ada`. `Example+commands.swift` has these.
            .command("greet <name>", help: "Greets someone by name.", greet),
            .command("whoami", help: "Says who you are to the bot.", whoAmI),
        ]
    )

    // What a plugin needs, it takes from the context and keeps. It never changes: a plugin that must remember something
    // keeps an actor here, or a final class around a `Mutex`.
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
