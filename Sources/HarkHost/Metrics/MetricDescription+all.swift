/// Every metric of a bot. docs/Metrics.md lists them, and a test compares the two.
extension MetricDescription {
    static let buildInfo = Self("hark_build_info", .gauge, ["version"], help: "The version of Hark; always 1.")
    static let startTime = Self(
        "process_start_time_seconds", .gauge, help: "When the bot started, in seconds since 1970-01-01 UTC.")

    static let requests = Self(
        "hark_requests_total", .counter, ["plugin", "status"],
        help: "Answered requests, by class of status; without a plugin, those that no route took.")
    static let requestSeconds = Self(
        "hark_request_seconds", .histogram, ["plugin"], help: "Time from a request's header section to its response.")
    static let ignored = Self(
        "hark_deliveries_ignored_total", .counter, ["plugin"], help: "Deliveries that were accepted but ignored.")
    static let incomplete = Self(
        "hark_deliveries_incomplete_total", .counter, ["plugin"], help: "Deliveries that lacked expected fields.")

    static let stored = Self(
        "hark_deliveries_stored_total", .counter, ["plugin"],
        help: "Deliveries that were stored, redeliveries included.")
    static let duplicates = Self(
        "hark_deliveries_duplicates_total", .counter, ["plugin"],
        help: "Repetitions of deliveries that were not handled.")
    static let unstored = Self(
        "hark_deliveries_unstored_total", .counter, ["plugin"],
        help: "Deliveries that were handled at once because they could not be stored.")
    static let finished = Self(
        "hark_deliveries_finished_total", .counter, ["plugin", "outcome"],
        help: "Stored deliveries that ended; superseded ones are not counted.")
    static let attempts = Self(
        "hark_delivery_attempts_total", .counter, ["plugin", "outcome"], help: "Runs of handlers of stored deliveries.")
    static let handlingSeconds = Self(
        "hark_delivery_handling_seconds", .histogram, ["plugin"], help: "Time that handlers of stored deliveries took.")
    static let waitSeconds = Self(
        "hark_delivery_wait_seconds", .histogram, help: "Time from the receipt of a delivery to its first attempt.")
    static let crashes = Self(
        "hark_delivery_crashes_total", .counter, help: "Deliveries that were running in a process that died.")
    static let leasesLost = Self(
        "hark_lease_lost_total", .counter, help: "Results that were dropped because their deliveries ran elsewhere.")
    static let deliveries = Self(
        "hark_deliveries", .gauge, ["state"], help: "Stored deliveries in each state that is not finished well.")
    static let oldestReady = Self(
        "hark_delivery_oldest_ready_seconds", .gauge,
        help: "How long the oldest delivery that is due has waited; 0 if none has.")

    static let storeErrors = Self(
        "hark_store_errors_total", .counter, ["kind"], help: "Calls of the store that failed, or took too long.")
    static let commitSeconds = Self(
        "hark_store_commit_seconds", .histogram, help: "Time that commits to the disk took.")
    static let batchSize = Self(
        "hark_store_batch_size", .histogram, help: "Changes that were committed to the disk together.")
    static let storeSize = Self("hark_store_size_bytes", .gauge, help: "The size of the store.")
    static let storeFree = Self("hark_store_free_bytes", .gauge, help: "What is free on the disk of the store.")
    static let storeLog = Self(
        "hark_store_wal_bytes", .gauge, help: "The size of the built-in store's write-ahead log.")

    static let connected = Self(
        "hark_network_connected", .gauge, ["network"], help: "Whether a chat network is connected: 1 or 0.")
    static let sent = Self("hark_outbox_sent_total", .counter, ["network"], help: "Messages that a chat network took.")
    static let failures = Self(
        "hark_outbox_failures_total", .counter, ["network", "reason"], help: "Attempts to send a message that failed.")
    static let uncertain = Self(
        "hark_outbox_uncertain_total", .counter, ["network"],
        help: "Attempts after which the network may have the message although it did not confirm it.")
    static let dropped = Self(
        "hark_outbox_dropped_total", .counter, ["network"], help: "Messages that will not be sent any more.")
    static let waiting = Self("hark_outbox_messages", .gauge, ["network"], help: "Messages that wait to be sent.")
    static let oldestMessage = Self(
        "hark_outbox_oldest_seconds", .gauge, ["network"],
        help: "How long the oldest stored message has waited; 0 if none waits.")
    static let lanesHeld = Self(
        "hark_lanes_held", .gauge, ["network"],
        help: "Rooms with waiting messages that could not be reached at the last attempt.")

    static let scheduleRuns = Self(
        "hark_schedule_runs_total", .counter, ["plugin", "name"], help: "Slots of schedules that began to run.")

    /// All of them, in the order in which they are shown.
    package static let all = [
        buildInfo, startTime,
        requests, requestSeconds, ignored, incomplete,
        stored, duplicates, unstored, finished, attempts, handlingSeconds, waitSeconds, crashes, leasesLost,
        deliveries, oldestReady,
        storeErrors, commitSeconds, batchSize, storeSize, storeFree, storeLog,
        connected, sent, failures, uncertain, dropped, waiting, oldestMessage, lanesHeld,
        scheduleRuns,
    ]
}
