// swift-tools-version: 6.2
import PackageDescription

// The one table of lessons. A line here is a lesson's program, its exercises, its solution,
// its untouched starter and its tests; the folders are named NUMBER-NAME.
let lessons: [(number: String, name: String, imports: [Target.Dependency])] = [
  ("01", "raw-recv", ["Sockets", "LessonKit"]),
  ("02", "header-streaming", ["Sockets", "LessonKit"]),
  ("03", "time-push", ["Sockets", "Framing", "LessonKit"]),
  ("04", "threaded-server", ["Sockets", "Framing", "LessonKit"]),
  ("05", "disconnect-message", ["Sockets", "Framing", "LessonKit"]),
  ("06", "json-objects", ["Sockets", "Framing", "LessonKit"]),
  ("07", "device-relay", ["Sockets", "Framing", "LessonKit"]),
  ("08", "chat-room", ["Sockets", "Framing", "LessonKit"]),
  ("09", "command-hooks", ["Sockets", "LessonKit"]),
  ("10", "binary-packets", ["Sockets", "LessonKit"]),
  ("11", "position-broadcast", ["Sockets", "Framing", "LessonKit"]),
]

// LESSON=02 builds that lesson and what it stands on, and nothing else, so that another
// lesson's half-written file is not in the way.
let chosen = Context.environment["LESSON"].map { $0.count == 1 ? "0" + $0 : $0 }
let built = lessons.filter { chosen == nil || $0.number == chosen }
// A lesson that does not exist becomes a target in a folder that does not exist: that is how a
// manifest can say something without a backtrace.
let unknown: [Target] =
  built.isEmpty
  ? [
    .target(
      name: "lesson\(chosen ?? "")",
      path: "(no such lesson; there are \(lessons.map(\.number).joined(separator: ", ")))")
  ] : []

// What the lessons stand on. A room imports only rooms above it in this list.
let kit: [Target] = [
  .target(name: "Sockets"),
  .target(name: "Framing", dependencies: ["Sockets"]),
  .target(name: "Tape", dependencies: ["Sockets"]),
  .target(name: "Loading", dependencies: ["Sockets", "Framing", "Tape"]),
  .target(name: "LessonKit", dependencies: ["Sockets", "Framing", "Tape"]),
  .target(name: "Tapping", dependencies: ["Sockets", "Tape", "LessonKit"]),
  .target(name: "Workbook", dependencies: ["Sockets", "Framing", "LessonKit"]),
  .target(name: "Processes"),
  .target(name: "Checks", dependencies: ["Sockets", "Tape", "LessonKit", "Workbook", "Processes"]),
  .target(name: "Coaching", dependencies: ["Sockets", "Tape", "LessonKit", "Processes", "Checks"]),
  .executableTarget(name: "coach", dependencies: ["Sockets", "Processes", "Coaching"]),
  .executableTarget(name: "decode-bench", dependencies: ["Framing"], path: "Sources/decode-bench"),
  .executableTarget(name: "tap", dependencies: ["Sockets", "Tape", "Tapping", "LessonKit"]),
  .executableTarget(name: "load", dependencies: ["Sockets", "Tape", "Loading", "LessonKit"]),
]

let programs: [Target] = built.flatMap { lesson -> [Target] in
  let folder = "\(lesson.number)-\(lesson.name)"
  return [
    .executableTarget(
      name: "lesson\(lesson.number)", dependencies: lesson.imports,
      path: "Lessons/\(folder)/Program"),
    .executableTarget(
      name: "exercise\(lesson.number)", dependencies: ["Sockets", "Framing", "Workbook", "Checks"],
      path: "Lessons/\(folder)/Exercises"),
    .testTarget(
      name: "Lesson\(lesson.number)Tests",
      dependencies: [
        "Sockets", "Framing", "Processes", "CourseTesting",
        .byName(name: "lesson\(lesson.number)"), .byName(name: "exercise\(lesson.number)"),
      ]),
  ]
}

// The course about itself: needs every lesson, and is left out when one is chosen.
let solutions: [Target] = lessons.flatMap { lesson -> [Target] in
  let folder = "Solutions/\(lesson.number)-\(lesson.name)"
  return ["Solution", "Starter"].map { kind in
    .target(
      name: "\(kind)\(lesson.number)", dependencies: ["Sockets", "Framing", "Workbook"],
      path: "\(folder)/\(kind)")
  }
}
let course: [Target] =
  solutions + [
    .target(
      name: "WrongPrograms", dependencies: ["Sockets", "Framing", "Workbook", "Checks"],
      path: "Tests/WrongPrograms"),
    .executableTarget(
      name: "rehearsal",
      dependencies: ["Checks", "WrongPrograms"]
        + solutions.map { .byName(name: $0.name) },
      path: "Tests/Rehearsal"),
    .testTarget(
      name: "CourseTests",
      dependencies: ["Checks", "Processes", "CourseTesting", "WrongPrograms", "rehearsal", "tap"]),
    .testTarget(name: "ProcessesTests", dependencies: ["Processes"]),
    .testTarget(name: "SocketsTests", dependencies: ["Sockets", "CourseTesting"]),
    .testTarget(name: "FramingTests", dependencies: ["Framing", "Sockets", "Checks"]),
    .testTarget(name: "TapeTests", dependencies: ["Tape", "Sockets", "Checks"]),
    .testTarget(
      name: "TapTests",
      dependencies: [
        "Tapping", "Tape", "Sockets", "Processes", "CourseTesting", "tap", "lesson02",
      ]),
    .testTarget(
      name: "LoadTests",
      dependencies: [
        "Loading", "Framing", "Sockets", "Tape", "Processes", "CourseTesting", "load",
      ]),
    .testTarget(
      name: "LessonKitTests",
      dependencies: ["LessonKit", "Processes", "Sockets", "Tape", "CourseTesting"]
        + lessons.map { .byName(name: "lesson\($0.number)") }),
    .testTarget(
      name: "CoachTests",
      dependencies: [
        "Coaching", "Checks", "Tape", "Processes", "CourseTesting", "coach", "rehearsal",
      ]),
    .testTarget(name: "ChecksTests", dependencies: ["Checks", "Sockets", "Workbook"]),
  ]

let package = Package(
  name: "sockets-course",
  platforms: [.macOS(.v15)],
  targets: kit + unknown + programs
    + [
      .target(
        name: "CourseTesting", dependencies: ["Sockets", "Processes", "Checks"],
        path: "Tests/CourseTesting")
    ]
    + (chosen == nil ? course : []),
  swiftLanguageModes: [.v6]
)
