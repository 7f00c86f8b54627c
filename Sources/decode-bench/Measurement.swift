import Foundation

/// What a loop found. Looking at each payload keeps the compiler from leaving the work out.
struct Tally {
  private(set) var messages = 0
  private var checksum = 0

  mutating func add(_ payload: [UInt8]) {
    messages += 1
    checksum &+= payload.count &+ Int(payload.first ?? 0) &+ Int(payload.last ?? 0)
  }
}

/// A loop that did not find the messages of its stream; its time would mean nothing.
struct Miscount: Error {
  let found: Int
  let expected: Int
}

/// The seconds that `work` takes: the best of three runs, as the other two were disturbed more.
///
/// - Throws: `Miscount`, and what `work` throws.
func bestTime(for stream: SampleStream, _ work: () throws -> Tally) throws -> Double {
  var best = Double.infinity
  for _ in 0..<3 {
    var tally = Tally()
    let time = try ContinuousClock().measure { tally = try work() }
    guard tally.messages == stream.messages else {
      throw Miscount(found: tally.messages, expected: stream.messages)
    }
    best = min(best, time / .seconds(1))
  }
  return best
}

/// Prints a line: 10^9 bytes a second, headers counted.
func reportSpeed(_ name: String, _ stream: SampleStream, piece: Int, seconds: Double) {
  let speed = Double(stream.bytes.count) / seconds / 1e9
  print(
    """
    {"impl":"\(name)","payload":\(stream.payload),"piece":\(piece),\
    "gb_per_s":\(String(format: "%.4f", speed))}
    """)
}

/// Prints a line: the seconds for a stream of so many MiB.
func reportGrowth(
  _ name: String, _ stream: SampleStream, _ mebibytes: Double, piece: Int, seconds: Double
) {
  print(
    """
    {"impl":"\(name)","grow_mib":\(mebibytes),"payload":\(stream.payload),"piece":\(piece),\
    "seconds":\(String(format: "%.6f", seconds))}
    """)
}
