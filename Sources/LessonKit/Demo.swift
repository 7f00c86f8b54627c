import Dispatch
import Foundation
import Synchronization
import Tape

/// Server and clients of a lesson in one process, turn by turn.
struct Demo {
  let program: LessonProgram
  let stage: Stage
  /// The arguments of a client, or of the server, for the port the server was given.
  let arguments: (UInt16, LessonProgram.Actor?) throws -> Arguments

  /// Runs all until the clients have ended and the server has noticed; then stops the server.
  ///
  /// - Throws: what a client or the server threw.
  func run() throws {
    let turns = Turns()
    let door = Mutex<Door?>(nil)
    let listening = DispatchSemaphore(value: 0)
    let failure = Mutex<(any Error)?>(nil)
    let serverEnded = DispatchSemaphore(value: 0)
    let clientsEnded = DispatchGroup()

    let server = Context(
      .server, try arguments(0, nil), standardPort: program.port, stage: stage, turns: turns
    ) { opened in
      door.withLock { $0 = opened }
      listening.signal()
    }
    // All have their place in the order before the first one moves.
    let serverParty = turns.join(.server)
    let clientParties = program.cast.map { turns.join(.client, $0.takesTime ? .quiet : .start) }
    Thread.detachNewThread { [program] in
      turns.begin(serverParty)
      do {
        try program.server.run(server)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
      turns.leave(serverParty)
      // Nobody may wait for a server that has ended: not for its port, not for its rest.
      listening.signal()
      turns.quiet.signal()
      serverEnded.signal()
    }

    listening.wait()
    guard let door = door.withLock({ $0 }) else {
      throw failure.withLock { $0 } ?? UsageError(description: "the demo's server did not listen.")
    }
    for (index, actor) in program.cast.enumerated() {
      let client = Context(
        .client, try arguments(door.endpoint.port, actor), standardPort: program.port,
        stage: stage, turns: turns, actor: index + 1, script: actor)
      let party = program.party(actor)
      clientsEnded.enter()
      Thread.detachNewThread {
        turns.begin(clientParties[index])
        do {
          try party.run(client)
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
        turns.leave(clientParties[index])
        clientsEnded.leave()
      }
    }
    clientsEnded.wait()
    // The server has noticed that they left, and said so: it waits for new ones only.
    turns.quiet.wait()
    door.stop()
    serverEnded.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
