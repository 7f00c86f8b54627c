import LessonKit

LessonProgram(
  "lesson05", "endings are a part of the protocol", port: 5050,
  server: .init(runServer, options: [Common.maxClients]),
  client: .init(runClient),
  wire: .init(toServer: .header(64), toClient: .raw),
  cast: [.init(lines: ["hello"])]
).main()
