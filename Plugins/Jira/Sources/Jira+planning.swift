import Hark

extension Jira {
    /// A sprint of a board, with its goal and, while it goes on, its end.
    /// - Parameter isThere: whether the sprint is one still.
    static func sprint(_ deed: Words, isThere: Bool = true) -> EventTable.Telling {
        { payload in
            let sprint = payload.sprint
            let goesOn = isThere && sprint.state.text == "active"
            let end = goesOn ? sprint.endDate.text.map { $0.prefix(10) } : nil
            let board: UntrustedText? = sprint.originBoardId.number.flatMap { id in
                site(sprint).map { "\($0)/secure/RapidBoard.jspa?rapidView=\(id)" }
            }
            let words: Words = "sprint “\(sprint.name)” \(deed)\(end, after: ", until ")\(sprint.goal, after: ": ")"
            return Line(words, link: board)
        }
    }

    /// A version of a project. The payload has the project's id alone, which makes no address.
    static func version(_ deed: Words) -> EventTable.Telling {
        { payload in
            let version = payload.version
            return Line("version \(version.name) \(deed)\(version.description, after: ": ")")
        }
    }
}
