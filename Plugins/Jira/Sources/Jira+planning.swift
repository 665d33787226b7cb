import HarkEvents

extension Jira {
    /// A sprint of a board, with its goal and, while it is active, its end.
    /// - Parameter isThere: whether the sprint still exists.
    static func sprint(_ description: ChatText, isThere: Bool = true) -> EventTable.Formatter {
        { payload in
            let sprint = payload.sprint
            let goesOn = isThere && sprint.state.asText == "active"
            let end = goesOn ? sprint.endDate.asText.map { $0.prefix(10) } : nil
            let board: UntrustedText? = sprint.originBoardId.asInt.flatMap { id in
                site(sprint).map { "\($0)/secure/RapidBoard.jspa?rapidView=\(id)" }
            }
            let words: ChatText =
                "sprint “\(sprint.name)” \(description)\(end, after: ", until ")\(sprint.goal, after: ": ")"
            return EventNotification(words, link: board)
        }
    }

    /// A version of a project. The payload only contains the project's id, from which no URL can be made.
    static func version(_ description: ChatText) -> EventTable.Formatter {
        { payload in
            let version = payload.version
            return EventNotification("version \(version.name) \(description)\(version.description, after: ": ")")
        }
    }
}
