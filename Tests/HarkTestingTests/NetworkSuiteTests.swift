import Hark
import HarkTesting
import Synchronization
import XCTest

/// Tests the compatibility suite for chat networks with in-memory networks.
final class NetworkSuiteTests: XCTestCase {
    func testSuite_findsNothing_inANetworkThatDoesWhatTheHostExpects() async throws {
        let untried = try await checkNetwork(MemoryPeer())

        XCTAssertEqual(untried, [])
    }

    func testSuite_findsEachFault() async throws {
        for misbehavior in Misbehavior.allCases {
            let report = try await NetworkReport(
                of: MemoryPeer(misbehavior), patience: .milliseconds(200), retryTime: .milliseconds(10))

            let isFound = report.failures.contains { $0.contains(misbehavior.sign) }
            XCTAssertTrue(isFound, "\(misbehavior) is found as \(report.failures)")
        }
    }

    func testSuite_saysWhatItLeavesOut() async throws {
        let report = try await NetworkReport(of: PoorPeer(), patience: .seconds(5))

        XCTAssertEqual(report.failures, [])
        XCTAssertEqual(
            report.untried,
            [
                "threads: the network has none", "edits: the network has none", "a closed room: the peer has none",
                "trouble: the peer does not cause it", "page: the peer does not cause it",
                "tooMany(2.0 seconds): the peer does not cause it", "keys: the network has none",
                "what is said plainly: nobody says so here", "lostConnection: the peer does not cause it",
                "revokedToken: the peer does not cause it",
            ])
    }
}

extension Misbehavior {
    /// Part of the failure that the suite reports for it.
    fileprivate var sign: String {
        switch self {
        case .neverConnects: "the network connects does not happen"
        case .reorders: "out of order"
        case .saysTwice: "5 messages are seen as"
        case .losesSpan: "“bold” is not seen"
        case .losesTarget: "the target of a link is not seen"
        case .pingsAll: "pings [\"channel\"]"
        case .passesControls: "has control characters"
        case .passesDirections: "turns the direction"
        case .losesHostileText: "is seen between start and end does not happen"
        case .cutsEarly: "of 500 times “x” at least 500 are seen does not happen"
        case .cutsWithinCharacter: "are cut within a character"
        case .marksWhatIsWhole: "are seen with something else"
        case .cutsLongTextShort: "of 1500 times “x” at least 470 are seen does not happen"
        case .ignoresThreads: "is seen in a thread does not happen"
        case .beginsThreadAnew: "a reply is in the thread"
        case .ignoresEdits: "in the place of what was said does not happen"
        case .saysEditsAnew: "a changed message is seen"
        case .pingsByEdit: "a change pings"
        case .mentionsStrangers: "a person of another network pings"
        case .mentionsNobody: "a mention pings somebody does not happen"
        case .hasNoDirectRoom: "there is no direct room"
        case .takesAnyRoom: "a message to a room that there is not goes unnoticed"
        case .confusesMissingRoom: "a missing room is transient"
        case .confusesClosedRoom: "a closed room is refused"
        case .overlooksTrouble: "trouble goes unnoticed"
        case .confusesTrouble: "trouble is refused"
        case .comesBackEarly: "is rateLimited"
        case .forgetsKeys: "a message of one key is seen 2 times"
        case .deniesArrival: "has not arrived, as the network says"
        case .showsToken: "a secret stands in an error"
        case .confusesRevocation: "a revoked token is transient"
        case .receivesNothing: "what is said plainly is received does not happen"
        case .addressesAll: "what is said plainly is addressed: true"
        case .keepsItsName: "is received as “hark: "
        case .confusesDirectMessages: "what is said directly is direct: false"
        case .confusesRooms: "it is received in #elsewhere"
        case .receivesTwice, .receivesTwiceWithoutName: "what is said twice is received as 2 messages"
        case .receivesHistory: "what was said before it came"
        case .receivesEdits: "the bot receives “!silence asAnEdit”"
        case .receivesBots: "the bot receives “!silence asABot”"
        case .receivesItself: "the bot receives “!silence of the bot itself”"
        case .refusesReactions: "seen is not shown"
        case .showsNoReaction: "a reaction is seen does not happen"
        case .staysWithoutReceiving: "it receives again after a lost connection does not happen"
        case .staysWithoutSending: "it sends again after a lost connection does not happen"
        case .receivesAgain: "is received again"
        case .neverStops: "it stops when it is cancelled does not happen"
        case .receivesAfterItsEnd: "it receives after it has stopped"
        }
    }
}

/// The peer of a network without optional features. It supports nothing but reading the bot's messages.
private struct PoorPeer: NetworkPeer {
    private let poor = PoorNetwork()

    var network: any ChatNetwork { poor }
    var room: Room { "#ops" }
    var missingRoom: Room { "#nowhere" }
    var manners: Set<Manner> { [] }

    func seen() -> [SeenMessage] { poor.memory.state.withLock { $0.messages } }

    func forget() { poor.memory.state.withLock { $0.messages = [] } }

    func send(_ text: String, _ manner: Manner) -> MessageID? { nil }

    func canCause(_ fault: PeerFault) -> Bool { false }

    func cause(_ fault: PeerFault) {}
}

private struct PoorNetwork: ChatNetwork {
    static let networkName: NetworkName = "poor"
    static let capabilities = NetworkCapabilities(longestText: MemoryNetwork.capabilities.longestText)

    let memory = MemoryNetwork(nil)

    func run(_ inbox: ChatInbox) async throws { try await memory.run(inbox) }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        _ = try await memory.send(message, to: room)
        return nil
    }
}
