import Dispatch
import Sockets
import Synchronization
import Testing
import Workbook

@testable import Checks

@Suite("Exercise 5.3 has more than one right answer")
struct StoppingTests {
  /// Accepts and notes the clients as it should; the rest is the answer's own.
  private struct Server: Exercise5_3, Sendable {
    typealias Clients = @Sendable () -> [any ByteStream]
    let start: @Sendable (any ServerThreads, @escaping @Sendable () -> Void) -> Void
    let stop: @Sendable (any ServerThreads, Clients) -> Void

    func run(
      _ door: any ClientDoor, on threads: any ServerThreads,
      serve: @escaping @Sendable (any ByteStream) -> Void
    ) throws {
      let clients = Mutex<[ObjectIdentifier: any ByteStream]>([:])
      while let client = try door.accept() {
        let name = ObjectIdentifier(client)
        clients.withLock { $0[name] = client }
        start(threads) {
          serve(client)
          clients.withLock { $0[name] = nil }
        }
      }
      stop(threads) { clients.withLock { Array($0.values) } }
    }
  }

  private func examine(_ server: Server) throws {
    try StoppingExamination(work: server).run()
  }

  @Test("one that waits for all threads")
  func waits() throws {
    try examine(
      Server(
        start: { $0.start($1) },
        stop: { threads, clients in
          for client in clients() { client.shutdown() }
          threads.waitForAll()
        }))
  }

  @Test("one that counts its threads in a group")
  func countsInAGroup() throws {
    let group = DispatchGroup()
    try examine(
      Server(
        start: { threads, body in
          group.enter()
          threads.start {
            body()
            group.leave()
          }
        },
        stop: { _, clients in
          for client in clients() { client.shutdown() }
          group.wait()
        }))
  }

  @Test("one that shuts down on another thread")
  func shutsDownElsewhere() throws {
    try examine(
      Server(
        start: { $0.start($1) },
        stop: { threads, clients in
          let rest = clients()
          threads.start { for client in rest { client.shutdown() } }
          threads.waitForAll()
        }))
  }

  /// An answer that is its own from the first line to the last.
  private struct Whole: Exercise5_3, Sendable {
    typealias Serve = @Sendable (any ByteStream) -> Void
    let answer: @Sendable (any ClientDoor, any ServerThreads, @escaping Serve) throws -> Void

    func run(
      _ door: any ClientDoor, on threads: any ServerThreads, serve: @escaping Serve
    ) throws { try answer(door, threads, serve) }
  }

  @Test("one that starts its threads inside of the lock, and keeps a list")
  func startsInsideOfTheLock() throws {
    let answer = Whole { door, threads, serve in
      let clients = Mutex<[any ByteStream]>([])
      while let client = try door.accept() {
        clients.withLock { all in
          threads.start {
            serve(client)
            clients.withLock { all in all.removeAll { $0 === client } }
          }
          all.append(client)
        }
      }
      clients.withLock { all in all.forEach { $0.shutdown() } }
      threads.waitForAll()
    }
    try StoppingExamination(work: answer).run()
  }

  @Test("one that stops in order when the door fails, too")
  func stopsWheneverItEnds() throws {
    let answer = Whole { door, threads, serve in
      let clients = Mutex<[Int: any ByteStream]>([:])
      var last = 0
      defer {
        for client in clients.withLock({ $0.values.map { $0 } }) { client.shutdown() }
        threads.waitForAll()
      }
      while let client = try door.accept() {
        last += 1
        clients.withLock { [last] in $0[last] = client }
        threads.start { [last] in
          defer { clients.withLock { $0[last] = nil } }
          serve(client)
        }
      }
    }
    try StoppingExamination(work: answer).run()
  }
}
