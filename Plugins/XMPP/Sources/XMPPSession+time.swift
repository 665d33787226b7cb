import HarkEvents

/// Actions that are due without a message of the server.
extension XMPPSession {
    /// Performs what is due.
    mutating func tick(_ now: Instant) {
        self.now = now
        tickMessages()
        switch stage {
        case .offline: return
        case .ready: break
        default:
            if now >= start + Self.loginTime {
                end(ChatError(.transient, "The server did not let the bot in in time."))
            }
            return
        }
        if let pingTime {
            if now >= pingTime + Self.answerTime {
                return end(ChatError(.transient, "The server does not answer any more."), isSilent: true)
            }
        } else if now >= lastReceived + Self.quietTime {
            pingTime = now
            ask(.ping, nil)
        }
        tickQueries()
        tickRooms()
    }

    /// When the next action is due; nil for never.
    var nextTime: Instant? {
        var times = pending.values.map(\.deadline)
        switch stage {
        case .offline: break
        case .ready:
            times.append(pingTime.map { $0 + Self.answerTime } ?? lastReceived + Self.quietTime)
            times += [rooms.nextTime, queryTime, domainRetryTime].compactMap(\.self)
        default: times.append(start + Self.loginTime)
        }
        return times.min()
    }
}
