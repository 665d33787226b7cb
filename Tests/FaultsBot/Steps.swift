import Hark

/// Does what each delivery says, on a row for each kind of durable delivery.
struct Steps: ScriptedPlugin {
    static let folder = Setting<String>("HARK_STEPS_FOLDER", help: "Where the journal is, and files to wait for.")

    static let manifest = Manifest<Self>(
        name: "steps", summary: "Does what each delivery says.", settings: [folder],
        routes: [
            .post("/steps", .json, run).durable(),
            .post("/large", .json, run).durable().accepting(atMost: 26 << 20),
            .post("/brief", .json, run).durable(within: .seconds(1)),
            .post("/serial", .json, run).durable(key: \.body.key, .serial),
            .post("/latest", .json, run).durable(key: \.body.key, .latest),
            .post("/cancelling", .json, run).durable(key: \.body.key, .latest(cancelling: true)),
        ])

    let scripts: Scripts

    init(_ context: PluginContext) throws { scripts = try Scripts(context, Self.folder) }
}
