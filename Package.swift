// swift-tools-version: 6.2
import PackageDescription

// The one table of lessons. A line here is a lesson's program, its exercises, its solution,
// its untouched starter and its tests; the folders are named NUMBER-NAME.
let lessons: [(number: String, name: String, imports: [Target.Dependency])] = [
  ("01", "raw-recv", ["Sockets", "LessonKit"]),
  ("02", "header-streaming", ["Sockets", "LessonKit"]),
  ("03", "time-push", ["Sockets", "Framing", "LessonKit"]),
]

// LESSON=02 builds that lesson and what it stands on, and nothing else, so that another
// lesson's half-written file is not in the way.
let chosen = Context.environment["LESSON"]
let built = lessons.filter { chosen == nil || $0.number == chosen }

// What the lessons stand on. A room imports only rooms above it in this list.
let kit: [Target] = [
  .target(name: "Sockets"),
  .target(name: "Framing", dependencies: ["Sockets"]),
  .target(name: "Tape", dependencies: ["Sockets"]),
  .target(name: "LessonKit", dependencies: ["Sockets", "Tape"]),
]

let programs: [Target] = built.flatMap { lesson -> [Target] in
  let folder = "\(lesson.number)-\(lesson.name)"
  return [
    .executableTarget(
      name: "lesson\(lesson.number)", dependencies: lesson.imports,
      path: "Lessons/\(folder)/Program"),
]}
let package = Package(name: "c", platforms: [.macOS(.v15)], targets: kit+programs, swiftLanguageModes: [.v6])
