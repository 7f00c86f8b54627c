import Foundation

/// An outcome for programs to read: the one object that `--json` prints.
///
/// The names of its fields are documented in docs/performance.md, "Load on your own server".
public struct Record: Codable, Equatable, Sendable {
  public struct Latency: Codable, Equatable, Sendable {
    public let p50: Double
    public let p99: Double
    public let max: Double
  }

  public struct Bar: Codable, Equatable, Sendable {
    public let upTo: Double
    public let replies: Int
  }

  public struct Mistake: Codable, Equatable, Sendable {
    public let id: String
    public let sentence: String
    public let advice: String
  }

  public let ok: Bool
  public let server: String
  public let clients: Int
  public let size: Int
  public let depth: Int
  public let seconds: Double
  public let openingSeconds: Double
  public let stopped: Bool
  public let replies: Int
  public let messagesPerSecond: Double
  public let latencyMicroseconds: Latency?
  public let histogramMicroseconds: [Bar]
  public let errors: Int
  public let wrongReplies: Int
  public let troubles: [String: Int]
  public let wrongReplyExample: String?
  public let connectionsLeftOpen: Int
  public let firstLook: Mistake?

  public init(_ outcome: Outcome) {
    let latencies = outcome.latencies
    ok = outcome.isRight
    server = "\(outcome.plan.server)"
    clients = outcome.plan.clients
    size = outcome.plan.size
    depth = outcome.plan.depth
    seconds = outcome.seconds
    openingSeconds = outcome.openingSeconds
    stopped = outcome.wasStopped
    replies = latencies.total
    messagesPerSecond = outcome.messagesPerSecond
    latencyMicroseconds = latencies.percentile(0.5).map {
      Latency(
        p50: Self.microseconds($0), p99: Self.microseconds(latencies.percentile(0.99) ?? 0),
        max: Self.microseconds(latencies.max))
    }
    histogramMicroseconds = Chart(latencies).rows.map {
      Bar(upTo: Self.microseconds($0.upTo), replies: $0.count)
    }
    errors = outcome.errors
    wrongReplies = outcome.wrongReplies
    troubles = Dictionary(
      uniqueKeysWithValues: Trouble.Kind.allCases.map { ($0.rawValue, outcome.clients(with: $0)) })
    wrongReplyExample = Trouble.Kind.allCases.first {
      $0.isWrongReply && outcome.clients(with: $0) > 0
    }
    .flatMap { outcome.troubles[$0]?.example.quoted }
    connectionsLeftOpen = outcome.leftOpen
    firstLook = outcome.finding.map {
      Mistake(id: $0.id, sentence: $0.sentence, advice: $0.advice)
    }
  }

  /// The object in one line.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  private static func microseconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1000 }
}
