import LessonKit

LessonProgram(
  "lesson11", "state that is worth only its latest value", port: 5050,
  server: .init(runServer, options: [Common.maxClients]),
  client: .init(runClient, options: [interval, count, seed, x, y]),
  cast: (1...3).map { .init(arguments: ["--seed", "\($0)", "--count", "\($0)", "--x", "\($0)"]) }
).main()
