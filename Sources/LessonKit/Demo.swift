import Dispatch
import Foundation
import Synchronization
import Tape

/// Server and client of a lesson in one process, turn by turn.
struct Demo {
  let program: LessonProgram
  let stage: Stage
  /// The arguments of both sides, for the port the server was given.
  let arguments: (UInt16) throws -> Arguments

  /// Runs both until the client has ended and the server has noticed; then stops the server.
  ///
  /// - Throws: what the client or the server threw.
  func run() throws {
    let baton = Baton()
    let door = Mutex<Door?>(nil)
    let failure = Mutex<(any Error)?>(nil)
    let listening = DispatchSemaphore(value: 0)
    let serverEnded = DispatchSemaphore(value: 0)

    let server = Context(
      .server, try arguments(0), standardPort: program.port, stage: stage, baton: baton
    ) { opened in
      door.withLock { $0 = opened }
      listening.signal()
    }
    Thread.detachNewThread { [program] in
      baton.take()
      do {
        try program.server.run(server)
      } catch {
        failure.withLock { $0 = error }
      }
      baton.pass()
      // Nobody may wait for a server that has ended: not for its port, not for its return.
      listening.signal()
      door.withLock { $0 }.map { door in for _ in 0..<2 { door.waiting.signal() } }
      serverEnded.signal()
    }

    listening.wait()
    guard let door = door.withLock({ $0 }) else {
      throw failure.withLock { $0 } ?? UsageError(description: "the demo's server did not listen.")
    }
    let client = Context(
      .client, try arguments(door.endpoint.port), standardPort: program.port, stage: stage,
      baton: baton)
    door.waiting.wait()
    baton.take()
    let outcome = Result { try program.client.run(client) }
    baton.pass()
    // The server is back at its door: it has noticed that the client left, and said so.
    door.waiting.wait()
    door.stop()
    serverEnded.wait()
    if let error = failure.withLock({ $0 }) { throw error }
    try outcome.get()
  }
}
