import LessonKit

LessonProgram(
  "lesson02", "a length header makes messages out of a stream", port: 1234,
  server: .init(runServer, options: [messageText]),
  client: .init(runClient, options: [bufferSize, count]),
  wire: .both(.header(10)), demo: ["--count", "1"]
).main()
