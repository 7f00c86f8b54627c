import LessonKit

LessonProgram(
  "lesson10", "integers on the wire: width, order and sign", port: 5050,
  server: .init(runServer, options: [Common.maxClients]),
  client: .init(
    runClient, options: [interval, count, Common.seed], operands: [command, first, second]),
  wire: .init(
    toServer: .fields(["length": 4, "a": 2, "b": 2], text: "command"),
    toClient: .fields(["status": 4, "result": 8])),
  demo: ["--interval", "0.1", "--count", "3", "--seed", "384"],
  cast: [.init(arguments: ["SUMA", "7", "-2"]), .init()]
).main()
