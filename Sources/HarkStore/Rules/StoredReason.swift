/// Why a store changed the state of a delivery by itself: its outcome, or a note among its attempts.
package enum StoredReason {
    /// It became superseded.
    package static let superseded = "A newer delivery with its key made it unnecessary."
    /// It was superseded when it arrived.
    package static let keyIsBusy = "An earlier delivery with its key was unfinished."
    /// It became dead.
    package static let expired = "It was not handled in time."
    /// It was replayed.
    package static let redelivered = "redelivered by its sender"
}
