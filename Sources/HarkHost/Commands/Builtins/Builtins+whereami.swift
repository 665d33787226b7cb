extension Builtins {
    /// Shows the room and the person who asks, as settings write them.
    func whereAmI(_ invocation: Invocation) -> ChatText {
        let message = invocation.message
        let room = Room(message.room.name, on: message.room.network ?? networks.names.first)
        let person = Person(id: message.sender.id, on: message.sender.network ?? networks.names.first)
        let groups = message.groups.sorted().map { "@\($0)" }.joined(separator: ", ")
        var text: ChatText =
            "This room is \(room.description), for HARK_ROOMS. You are \(person.settingText), for HARK_ADMINS"
        text += groups.isEmpty ? "." : ", and \(groups) here, for HARK_ACCESS."
        return text
    }
}
