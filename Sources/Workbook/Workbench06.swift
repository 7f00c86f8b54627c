import Foundation
import Framing
import LessonKit
import Sockets

/// A server that answers with the learner's pieces, and a client that sends readings.
public enum Workbench06 {
  private static let width = 64

  /// The program that `swift run exercise06` starts.
  public static func program(
    _ work: some Lesson06Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 6 on your code: Request, Reply, answer, Readings", port: 5050,
      server: .init { try serve($0, work) },
      client: .init { _ in },
      subcommands: subcommands)
  }

  private static func serve<Work: Lesson06Workbook>(_ context: Context, _ work: Work) throws {
  }
}
