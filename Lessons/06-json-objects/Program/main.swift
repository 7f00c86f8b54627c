import LessonKit

LessonProgram(
  "lesson06", "typed objects on the wire, validated at the door", port: 5050,
  server: .init(runServer, options: [Common.maxClients]),
  client: .init(runClient, options: [raw]),
  wire: .both(.header(64)),
  cast: [
    .init(lines: ["kitchen 21.5", "kitchen 24"]),
    .init(arguments: ["--raw"], lines: [#"{"kind":"reading","sensor":"kitchen","celsius":"8"}"#]),
  ]
).main()
