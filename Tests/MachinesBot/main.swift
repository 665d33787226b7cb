import HarkServer
import PostgreSQLPlugin

await Bot.run(PostgreSQL.self, Witness.self)
