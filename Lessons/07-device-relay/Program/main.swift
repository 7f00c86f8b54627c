import LessonKit

LessonProgram(
  "lesson07", "a relay between parties that do not know each other", port: 5050,
  server: .init(runServer, options: [Common.maxClients]),
  client: .init(runClient, options: [list, target, message]),
  roles: [.init("device", help: "a device that waits", .init(runDevice, options: [type, count]))],
  wire: .init(
    toServer: .header(width, fieldAfter: ["python", "swift"], none: Words.noTarget),
    toClient: .header(width)),
  cast: [
    .init("device", arguments: ["--count", "1"]),
    .init(arguments: ["--list"]),
    .init(arguments: ["--to", "first", "--message", "hello"]),
  ]
).main()
