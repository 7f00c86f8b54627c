import LessonKit

LessonProgram(
  "lesson09", "lines, and tables that say what is done about them", port: port,
  server: .init(
    runServer, options: [Common.maxClients, ownHook, lineLimit], operands: [Common.port(port)]),
  client: .init(runClient, options: [lineLimit], operands: [Common.host, Common.port(port)]),
  wire: .both(.lines),
  cast: [.init(lines: ["HELLO", "time", "HELLOWORLD", "CLOSE"])]
).main()
