import LessonKit

LessonProgram(
  "lesson11", "state that is worth only its latest value", port: 5050,
  server: .init(runServer, options: [Common.maxClients]),
  client: .init(runClient, options: [interval, count, Common.seed, x, y]),
  wire: .init(
    toServer: .fields(["x": 2, "y": 2]), toClient: .fields(["client": 4, "x": 2, "y": 2])),
  cast: (1...3).map { .init(arguments: ["--seed", "\($0)", "--count", "\($0)", "--x", "\($0)"]) }
).main()
