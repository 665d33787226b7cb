import Hark

// Commands take their placeholders' values just as routes do, and say what they return.
extension Example {
    /// `!greet Ada`, or `!greet "Ada Lovelace"`.
    func greet(name: String) -> String { "\(greeting) \(name)" }

    /// A method that asks for the invocation learns who gave the command, and where.
    func whoAmI(_ invocation: Invocation) -> String {
        let rank = invocation.isAdmin ? "an admin" : "a guest"
        return "You are \(invocation.sender), \(rank) in \(invocation.room)."
    }
}
