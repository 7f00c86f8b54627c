import Foundation
import Synchronization

/// A socket that clients can connect to: socket, bind, listen; then accept, again and again.
///
/// Any number of threads may wait in `accept()`; `stop()` sends all of them home.
public final class Listener: Sendable {
  /// Where clients reach it; with port 0 asked for, the port it got.
  public let endpoint: Endpoint
  private let descriptor: Int32
  /// A pipe that nobody reads: a byte in it means "stop", for every `accept()` that polls it.
  private let stopReader: Int32
  private let stopWriter: Int32
  private let patience: Duration
  /// A descriptor that is kept for the client for whom there is none; nil while it is in use.
  private let spare = Mutex<Int32?>(System.spareDescriptor())

  /// Opens a port and starts to listen on it.
  ///
  /// - Parameters:
  ///   - endpoint: the address to listen on, `127.0.0.1` for this machine alone; port 0
  ///     picks a free one.
  ///   - backlog: how many connections the kernel keeps ready for `accept()`.
  ///   - patience: how long a client may refuse to take a byte before `send` gives up.
  ///   - sendBuffer: about how many bytes the system keeps for a client that has not taken them;
  ///     nil leaves it to the system, which keeps some megabytes.
  /// - Throws: `SocketError`; EADDRINUSE when the port is taken.
  /// - Source: socket(2), bind(2), listen(2).
  public init(
    on endpoint: Endpoint, backlog: Int32 = 4096, patience: Duration = .seconds(5),
    sendBuffer: Int? = nil
  ) throws(SocketError) {
    let descriptor = try Self.listeningSocket(on: endpoint, backlog: backlog)
    // Every connection that is accepted has it from the listener.
    System.limit(SO_SNDBUF, to: sendBuffer, on: descriptor)
    do {
      (stopReader, stopWriter) = try System.pipe()
    } catch {
      close(descriptor)
      throw SocketError("listen on \(endpoint)", error)
    }
    self.descriptor = descriptor
    self.patience = patience
    self.endpoint = SocketAddress { getsockname(descriptor, $0, $1) }.endpoint
  }

  deinit {
    close(descriptor)
    close(stopReader)
    close(stopWriter)
    spare.withLock { if let spare = $0 { close(spare) } }
  }

  /// The next client's connection, in order of arrival; waits while there is none.
  /// Nil once the listener was stopped.
  ///
  /// - Throws: `SocketError`; EMFILE when this process may open no more descriptors. The client has
  ///   been refused then, and the next call waits for the next one.
  /// - Source: accept(2).
  public func accept() throws(SocketError) -> Connection? {
    while true {
      do throws(Errno) {
        let ready = try System.poll([stopReader, descriptor], for: Int32(POLLIN), until: nil)
        if ready[0] { return nil }
        var accepted: Int32 = -1
        let peer = SocketAddress { address, length in
          accepted = Foundation.accept(descriptor, address, length)
          return accepted
        }
        if accepted < 0 { throw Errno.current }
        Platform.adopt(accepted)
        System.setBlocking(true, on: accepted)
        return Connection(adopting: accepted, peer: peer.endpoint, patience: patience)
      } catch {
        if error == .tooManyFiles || error == .tooManyFilesInSystem { refuse() }
        // The client, or another thread that accepts, was faster: on to the next.
        let passing: [Errno] = [.interrupted, .wouldBlock, .connectionAborted]
        if !passing.contains(error) { throw SocketError("accept on \(endpoint)", error) }
      }
    }
  }

  /// Waits until `accept()` would return at once, or the deadline passes (false).
  ///
  /// - Source: poll(2).
  public func waitForClient(until deadline: ContinuousClock.Instant) throws(SocketError) -> Bool {
    do {
      return try System.poll([stopReader, descriptor], for: Int32(POLLIN), until: deadline)
        .contains(true)
    } catch {
      throw SocketError("accept on \(endpoint)", error)
    }
  }

  /// Sends the next client away, though there is no descriptor left to accept it with: it takes
  /// the place of the spare one. Otherwise it would stay in the queue and keep `poll` busy.
  private func refuse() {
    spare.withLock { spare in
      if let used = spare { close(used) }
      let client = Foundation.accept(descriptor, nil, nil)
      if client >= 0 { close(client) }
      spare = System.spareDescriptor()
    }
  }

  /// Lets every `accept()`, present and future, return nil. May be called from any thread.
  public func stop() {
    _ = write(stopWriter, "!", 1)
  }

  /// A listening socket on the first of the host's addresses that this machine has.
  private static func listeningSocket(
    on endpoint: Endpoint, backlog: Int32
  ) throws(SocketError) -> Int32 {
    var failure = Errno.addressNotAvailable
    for address in try SocketAddress.resolve(endpoint, toListen: true) {
      do {
        return try listeningSocket(on: address, backlog: backlog)
      } catch {
        failure = error
      }
    }
    throw SocketError("bind \(endpoint)", failure)
  }

  private static func listeningSocket(
    on address: SocketAddress, backlog: Int32
  ) throws(Errno) -> Int32 {
    let descriptor = try System.socket(family: address.family)
    do {
      System.enable(SO_REUSEADDR, at: SOL_SOCKET, on: descriptor)
      _ = try System.uninterrupted { address.withPointer { bind(descriptor, $0, $1) } }
      _ = try System.uninterrupted { listen(descriptor, backlog) }
      // A client that leaves between poll and accept must not leave us waiting in accept.
      System.setBlocking(false, on: descriptor)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }
}
