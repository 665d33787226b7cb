internal import HarkPostgreSQL
internal import HarkStore

/// The end of a run that this machine holds.
struct Finish: Sendable {
    var run: DeliveryRun
    var held: Machine.Run
    var end: RunEnd
}

/// How runs end, each of another delivery.
struct Ending {
    let finishes: [Finish]
    let changes: [RunConsequence]
    let statement: PostgreSQLStatement<Int64>
}
