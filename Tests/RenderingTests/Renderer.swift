import Foundation
import HarkHost
import XCTest

@testable import DiscordPlugin
@testable import GoogleChatPlugin
@testable import IRCPlugin
@testable import MatrixPlugin
@testable import MattermostPlugin
@testable import RocketChatPlugin
@testable import SlackPlugin
@testable import TeamsPlugin
@testable import TelegramPlugin
@testable import TerminalPlugin
@testable import WebhookPlugin
@testable import XMPPPlugin
@testable import ZulipPlugin

/// How a network shows a message, and what must not be in it if the message mentions nobody.
struct Renderer: Sendable {
    let network: String
    /// What the network gets, in parts.
    let parts: @Sendable (OutgoingMessage) -> [String]
    /// What would mention somebody or hide something there, as a regular expression.
    let forbidden: String

    /// A control character that no network gets in a message of one line.
    private static let control = #"[\x00-\x08\x0b-\x1f\x7f]"#

    static let all: [Renderer] = [
        Renderer(network: "Discord", parts: { ["\(DiscordBody.edit($0))"] }, forbidden: #""users": \["|"parse": \["|"#),
        Renderer(network: "Google Chat", parts: { [GoogleChatText.rendered($0.text)] }, forbidden: "<users/"),
        Renderer(
            network: "IRC",
            parts: { message in
                let lines = IRCText.lines(of: message.text, severity: message.severity, isPlain: true)
                return IRCText.pieces(of: lines, room: 400, limit: 5).map(\.text)
            }, forbidden: #"^[!.@]|[\x00-\x1f]"#),
        Renderer(
            network: "Matrix", parts: { [MatrixText.html($0.text) ?? MatrixText.plain($0.text)] }, forbidden: control),
        Renderer(
            network: "Mattermost", parts: { [MattermostText.rendered($0.text).withoutCode] },
            forbidden: #"(^|[^\w\\])@[A-Za-z]"#),
        Renderer(network: "Rocket.Chat", parts: { [RocketChatText.rendered($0.text)] }, forbidden: #"(^|\W)@[A-Za-z]"#),
        Renderer(network: "Slack", parts: { [SlackText.rendered($0.text)] }, forbidden: "<[!@#]"),
        Renderer(
            network: "Teams", parts: { [$0.text.spans.map(TeamsText.rendered).joined()] }, forbidden: "<[aA][tT]>"),
        Renderer(
            network: "Telegram", parts: { [TelegramText.rendered($0.text, severity: $0.severity)] },
            forbidden: "tg://"),
        Renderer(
            network: "Terminal", parts: { TerminalText($0.text.plain, longest: 8_192).lines },
            forbidden: #"[\x00-\x1f\x7f]"#),
        Renderer(
            network: "Webhook", parts: { ["\(WebhookText.body(of: $0, limit: 4_000))"] },
            forbidden: #"<[!@#]|(^|\W)@[A-Za-z]"#),
        Renderer(network: "XMPP", parts: { [XMPPText($0.text, severity: $0.severity).body] }, forbidden: control),
        Renderer(network: "Zulip", parts: { [ZulipText.rendered($0)] }, forbidden: #"@_?\*\*"#),
    ]

    /// What is wrong with a message there; nil if nothing is.
    func fault(of message: OutgoingMessage) -> String? {
        let parts = parts(message)
        guard parts.contains(where: { $0.contains { !$0.isWhitespace } }) else { return "\(network) shows nothing" }
        for part in parts {
            if let match = part.range(of: forbidden, options: .regularExpression) {
                return "\(network) shows “\(part[match])” in “\(part)”"
            }
        }
        return nil
    }
}

extension String {
    /// The text without the parts between backquotes, in which nothing is interpreted.
    fileprivate var withoutCode: String { replacingOccurrences(of: "`[^`]*`", with: "", options: .regularExpression) }
}
