import LessonKit

LessonProgram(
  "lesson04", "one thread for each client, shared state behind a lock", port: 5050,
  server: .init(runServer, options: [maxClients]),
  client: .init(runClient),
  wire: .init(toServer: .header(64), toClient: .raw),
  cast: [
    .init(lines: ["hello", "how are you?"]),
    .init(lines: ["good morning"]),
  ]
).main()
