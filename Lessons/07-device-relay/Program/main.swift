import LessonKit

LessonProgram(
  "lesson07", "a relay between parties that do not know each other", port: 5050,
  server: .init(runServer, options: [Common.maxClients]),
  client: .init(runClient, options: [list, target, message]),
  roles: [
    .init("device", help: "a device, which waits", .init(runDevice, options: [type, count]))
  ],
  wire: .init(
    toServer: .header(width) { payload, field in
      // A target field follows what a controller says it is, and not the data for a target.
      let isData = field.map { TargetField.name(in: $0) != Words.noTarget } ?? false
      let type = ClientType(rawValue: String(decoding: payload, as: UTF8.self))
      return isData || type?.isDevice != false ? nil : width
    }, toClient: .header(width)),
  cast: [
    .init("device", arguments: ["--count", "1"]),
    .init(arguments: ["--list"]),
    .init(arguments: ["--to", "first", "--message", "hello"]),
  ]
).main()
