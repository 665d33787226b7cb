import HarkEvents

/// Docker Hub: an image was pushed (docs.docker.com/docker-hub/repos/manage/webhooks). Whoever knows its
/// `callback_url` may answer for the receiver.
enum DockerHub: ReadyTemplate {
    static let name = "docker-hub"

    static func recognizes(_ payload: PayloadView) -> Bool {
        payload.push_data.tag.isText && payload.push_data.pusher.isText && payload.repository.repo_name.isText
            && payload.callback_url.isText
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let push = payload.push_data
        facts.event = "push"
        facts.place = payload.repository.repo_name.asText
        facts.branch = push.tag.asText
        facts.actor = push.pusher.asText
        return EventNotification(
            about: payload.repository.repo_name, "\(push.pusher) pushed \(push.tag)", link: payload.repository.repo_url)
    }
}
