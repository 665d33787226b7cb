import HarkServer

await Bot.run(Senders.self)
