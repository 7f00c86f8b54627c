import LessonKit

LessonProgram(
  "lesson08", "a chat room, in which nobody waits for a slow reader", port: 5050,
  server: .init(runServer, options: [Common.maxClients]),
  client: .init(runClient),
  wire: .both(.header(64)),
  cast: [
    .init(lines: ["hello", "and good night"], takesTime: true),
    .init(lines: ["who is there?"], takesTime: true),
    .init(lines: ["am I late?"], takesTime: true),
  ]
).main()
