internal import HarkEvents
internal import HarkPostgreSQL
private import Synchronization

/// Where a store is, and how this machine uses it.
struct StoreConfiguration: Sendable {
    /// The connections for everything but notifications.
    var server: ConnectionSettings
    /// The connection for notifications, if that must be another one: past a pooler.
    var listening: ConnectionSettings?
    /// The folder of tables: letters, digits and underscores.
    var schema = "hark"
    /// How the list of machines shows this one.
    var name: String
    var clock: BotClock
    var logger: Logger
    /// How long a machine may be silent before others take over what it runs and holds. All machines have the same.
    var lease = Duration.seconds(60)
    var timing = Timing()
    /// Whether the store is open. Who opens it gets the errors before.
    var isOpen = SharedFlag()

    /// How often the machine does what it does by itself.
    struct Timing: Sendable {
        /// Between two renewals of leases; a sixth of how long they last.
        var renewal = Duration.seconds(10)
        /// Between two looks for leases that have expired.
        var recovery = Duration.seconds(15)
        /// Between two wake-ups without a notification.
        var polling = Duration.seconds(5)
        /// The same while notifications are not received.
        var pollingWithoutNotifications = Duration.seconds(1)
        /// Between two checks whether notifications are received.
        var notificationTest = Duration.seconds(30)
    }
}

extension StoreConfiguration.Timing {
    /// As often as a lease of this length wants it.
    init(lease: Duration) {
        self.init(renewal: lease / 6, recovery: lease / 4)
    }
}

/// A truth that several threads look at, false at first.
final class SharedFlag: Sendable {
    private let state = Mutex(false)

    var value: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}
