internal import HarkTesting

/// What the lab can play of a network's other side, beside what every platform of it can.
package struct LabPlatform: Sendable {
    /// Its name among the lab's control calls.
    let name: String
    /// The call by which it takes a message, as a regular expression; nil where no call of the bot can go wrong.
    let speech: String?
    /// How its people cannot say something.
    let lackingManners: Set<Manner>
    /// Whether the bot logs in with a token.
    let hasToken: Bool
    /// Whether the lab can cut the connection that the bot listens on.
    let hasConnection: Bool
    /// Whether the lab says whom a message notifies.
    let showsMentions: Bool
    /// Whether the lab tells a closed room from one that there is not.
    let closedRoom: Room?
    /// The server behind it; nil for a fake.
    let server: String?

    private init(
        _ name: String, speech: String?, lacking manners: Set<Manner> = [], hasToken: Bool = true,
        hasConnection: Bool = true, showsMentions: Bool = true, closedRoom: Room? = "#lobby", server: String? = nil
    ) {
        self.name = name
        self.speech = speech
        lackingManners = manners
        self.hasToken = hasToken
        self.hasConnection = hasConnection
        self.showsMentions = showsMentions
        self.closedRoom = closedRoom
        self.server = server
    }

    package static let slack = Self("slack", speech: "chat.postMessage", lacking: [.asAnEdit, .asABot])
    package static let discord = Self("discord", speech: "/messages", lacking: [.asAnEdit])
    package static let telegram = Self("telegram", speech: "sendMessage", lacking: [.asABot], closedRoom: nil)
    package static let mattermost = Self(
        "mattermost", speech: "api/v4/posts", lacking: [.asAnEdit, .asABot], closedRoom: "#secret")
    package static let zulip = Self(
        "zulip", speech: "api/v1/messages$", lacking: [.asAnEdit, .asABot], closedRoom: "#secret")
    package static let googleChat = Self("googlechat", speech: "/messages", lacking: [.twice, .asAnEdit, .asABot])
    package static let rocketChat = Self(
        "rocketchat", speech: "chat.sendMessage", lacking: [.asAnEdit, .asABot], closedRoom: "#secret")
    /// A flow is a URL for one room, and an outgoing webhook hears what is said to the bot.
    package static let teams = Self(
        "teams", speech: "workflow", lacking: [.directly, .twice, .asAnEdit, .asABot], hasToken: false,
        hasConnection: false, closedRoom: nil)
    /// Slack's incoming webhooks, which hear nobody.
    package static let slackWebhook = Self(
        "slack", speech: "services/", lacking: Set(Manner.allCases), hasToken: false, hasConnection: false,
        closedRoom: nil)

    package static let irc = Self(
        "irc", speech: nil, lacking: [.twice, .asAnEdit], hasToken: false, closedRoom: "#closed", server: "ngIRCd")
    /// A proxy before the server breaks calls.
    package static let matrix = Self(
        "matrix", speech: "/send/", lacking: [.twice], closedRoom: "#closed:lab.test", server: "Synapse")
    package static let xmpp = Self(
        "xmpp", speech: nil, lacking: [.twice, .asABot], hasToken: false, closedRoom: "closed@conference.lab.test",
        server: "Prosody")

    /// The variable that says where its control calls go to.
    var variable: String { server == nil ? "LAB_URL" : "LAB_\(name.uppercased())_URL" }

    func canCause(_ fault: PeerFault) -> Bool {
        switch fault {
        case .lostConnection: hasConnection
        case .revokedToken: speech != nil && hasToken
        case .tooMany, .trouble, .page, .lostAnswer: speech != nil
        }
    }
}
