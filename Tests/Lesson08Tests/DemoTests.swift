import CourseTesting
import Processes
import Testing

@Suite("Lesson 8's demo", .waits)
struct DemoTests {
  @Test(
    "three clients who take their time print the same every time", arguments: [[], ["--trace"]])
  func isTheSame(_ options: [String]) throws {
    let outputs = try (1...4).map { _ in
      let demo = try ChildProcess(PackageFolder.program("lesson08"), options)
      #expect(demo.wait() == .status(0), "\(demo.standardError)")
      // Ports differ, and with them, in a ladder, the spaces in front of a line.
      return demo.standardOutput.replacing(/127\.0\.0\.1:\d+/, with: "…").replacing(
        /[ ]+/, with: " ")
    }
    #expect(Set(outputs).count == 1)
    #expect(outputs[0].contains("client 2: who is there?"))
  }
}
