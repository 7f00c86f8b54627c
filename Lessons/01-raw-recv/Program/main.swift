import LessonKit

LessonProgram(
  "lesson01", "TCP is a stream of bytes; a receive gives what is there", port: 1234,
  server: .init(runServer),
  client: .init(runClient, options: [bufferSize])
).main()
