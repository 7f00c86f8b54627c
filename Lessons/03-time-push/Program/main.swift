import LessonKit

LessonProgram(
  "lesson03", "a server may speak unasked, and peers vanish", port: 1234,
  server: .init(runServer, options: [interval]),
  client: .init(runClient, options: [count]),
  wire: .both(.header(10)),
  demo: ["--interval", "0.5", "--count", "4"]
).main()
