import CourseTesting
import Dispatch
import Foundation
import Synchronization
import Tape
import Tapping
import Testing

@Suite("A tap draws, and nobody waits for it", .waits)
struct SketchTests {
  /// Lines as a screen gets them; until it is free it takes none.
  private final class Screen: Sendable {
    let lines = Mutex<[String]>([])
    let isFree = DispatchSemaphore(value: 0)

    func write(_ text: String) {
      isFree.wait()
      isFree.signal()
      lines.withLock { $0 += text.components(separatedBy: "\n") }
    }
  }

  private func sketch(_ screen: Screen, columns: Int = 80) -> Sketch {
    let sketch = Sketch(columns: columns, paint: .none) { screen.write($0) }
    sketch.start()
    return sketch
  }

  @Test("ten thousand messages pass while the screen takes nothing; what is not drawn is counted")
  func neverWaits() {
    let screen = Screen()
    let sketch = sketch(screen)
    let tape = Tape { sketch.add($0, tag: nil) }
    let allPassed = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      for _ in 1...10_000 { tape.note(.client, nil, .passage, [0x68, 0x69]) }
      allPassed.signal()
    }
    // The screen has taken no line by then: who waited for it would wait still.
    #expect(allPassed.wait(timeout: .now() + 20) == .success)
    screen.isFree.signal()
    sketch.finish(within: .seconds(30))
    let lines = screen.lines.withLock { $0 }
    let drawn = lines.count { $0.contains("2 bytes ─") }
    let gaps = lines.compactMap { line in
      line.firstMatch(of: /… (\d+) more events with (\d+) bytes, too fast to be drawn …/)
    }
    #expect(drawn >= 1000 && drawn < 10_000)
    #expect(gaps.reduce(0) { $0 + (Int($1.1) ?? 0) } + drawn == 10_000)
    #expect(gaps.allSatisfy { Int($0.2) == 2 * (Int($0.1) ?? 0) })
  }

  @Test("a few megabytes waiting to be drawn are enough")
  func boundsMemory() {
    let screen = Screen()
    let sketch = sketch(screen)
    let tape = Tape { sketch.add($0, tag: nil) }
    let piece = [UInt8](repeating: 0, count: 1 << 16)
    for _ in 1...200 { tape.note(.server, nil, .passage, piece) }
    screen.isFree.signal()
    sketch.finish(within: .seconds(30))
    let drawn = screen.lines.withLock { $0.count { $0.contains("65536 bytes") } }
    #expect((60...170).contains(drawn), "\(drawn)")
  }

  @Test("no byte reaches the terminal as it is", arguments: [40, 80])
  func isHarmless(_ columns: Int) {
    let screen = Screen()
    screen.isFree.signal()
    let sketch = sketch(screen, columns: columns)
    let tape = Tape(.both(.header(10))) { sketch.add($0, tag: "[2]") }
    for text in ["\u{1B}[2J\u{1B}]0;title\u{07}", "😀 héllo", "שלום", "5         he\r\nl"] {
      tape.note(.client, nil, .passage, Array(text.utf8))
      tape.note(.server, nil, .passage, Array(text.utf8))
    }
    tape.note(.client, nil, .passage, Array(0...255))
    sketch.finish(within: .seconds(30))
    for line in screen.lines.withLock({ $0 }) {
      #expect(line.count == columns - 2, "\(line)")
      #expect(
        line.unicodeScalars.allSatisfy {
          (0x20...0x7E).contains($0.value) || "─▶◀│…░⏎·→".unicodeScalars.contains($0)
        }, "\(line)")
    }
  }
}
