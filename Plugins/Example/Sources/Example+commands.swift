import Hark

// Commands take their placeholders' values just as routes do, and their results are sent as answers.
extension Example {
    /// `!greet Ada`, or `!greet "Ada Lovelace"`.
    func greet(name: String) -> String { "\(greeting) \(name)" }

    /// A method that takes the invocation knows who gave the command, and where.
    func sayHello(_ invocation: Invocation) -> String { "\(greeting) \(invocation.sender), here in \(invocation.room)" }
}
