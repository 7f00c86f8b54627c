import Foundation
import Synchronization
import Tape
import Testing

@Suite("A picture is drawn from a recording")
struct PictureTests {
  /// A server that sends a message to each client, which receives it in pieces of 16.
  private func recording(
    _ text: String, clients: Int = 1
  ) -> Recording {
    let recording = Recording()
    for client in 1...clients {
      let tape = Tape(.both(.header(10))) { recording.add($0, client: client) }
      let payload = Array(text.utf8)
      let message =
        Array("\(payload.count)".padding(toLength: 10, withPad: " ", startingAt: 0).utf8)
        + payload
      tape.note(.client, nil, .connect)
      tape.note(.server, nil, .accept)
      tape.note(.server, nil, .note("a line that is not on the wire"))
      tape.note(.server, nil, .send(of: message.count), message)
      for start in stride(from: 0, to: message.count, by: 16) {
        let end = min(start + 16, message.count)
        tape.note(.client, nil, .receive(upTo: 16), Array(message[start..<end]))
      }
      tape.note(.client, nil, .close)
      tape.note(.server, nil, .receive(upTo: 4096))
      tape.note(.server, nil, .close)
    }
    return recording
  }

  private func svg(
    _ recording: Recording, wire: Wire = .both(.header(10)), host: String = "",
    clients: [String] = ["client"]
  ) -> String {
    Picture(
      recording, wire: wire, title: "a test", caption: "swift run test", clients: clients,
      host: host
    ).svg
  }

  private func texts(_ svg: String) -> [String] {
    svg.matches(of: #/<text[^>]*>([^<]*)<\/text>/#).map { String($0.1) }
  }

  @Test("calls, bytes and the names of the parts stand in it, and no line of the log")
  func hasEverything() {
    let svg = svg(recording("Welcome to the server!"))
    let texts = texts(svg)
    for text in [
      "server", "client", "connect", "accept", "send(32) → 32", "receive(16) → 16", "close",
      "receive(4096) → 0, the end", "32 32 20 20 20 20 20 20", "22······", "header", "payload",
      "… payload", "swift run test",
    ] {
      #expect(texts.contains(text), "no \(text)")
    }
    #expect(!svg.contains("not on the wire"))
    // Two dashed arrows, to accept and to the end; one from the send to each of its receives.
    #expect(svg.matches(of: /<polygon/).count == 4)
    #expect(svg.contains("prefers-color-scheme: dark"))
  }

  @Test("it is well-formed, and says the same in words")
  func isReadable() throws {
    let svg = svg(recording("<a> & \"b\" \u{1B}[2J"))
    #expect(svg.contains("<title id=\"title\">a test</title>"))
    #expect(
      svg.contains(
        "The server sends 24 bytes: header “14”, payload “&lt;a&gt; &amp; &quot;b&quot; \\x1B[2J”.")
    )
    #expect(svg.contains("The client receives 16 bytes: header “14”, payload “&lt;a&gt; &amp;”."))
    let parser = XMLCheck()
    #expect(parser.accepts(svg), "\(parser.trouble)")
    #expect(!svg.contains("\u{1B}"))
  }

  @Test("nothing is cut off: every text ends inside of it", arguments: [1, 2, 3])
  func fits(_ clients: Int) throws {
    let names = (1...clients).map { "client \($0)" }
    let svg = svg(recording("Welcome to the server!", clients: clients), clients: names)
    let size = try #require(svg.firstMatch(of: #/viewBox="0 0 ([\d.]+)/#))
    let width = try #require(Double(size.1))
    for text in svg.matches(of: #/<text x="([\d.-]+)"([^>]*)>([^<]*)</#) {
      let (x, room) = (Double(text.1) ?? -1, Double(text.3.count) * 8.4)
      let part =
        text.2.contains("\"end\"") ? 1 : text.2.contains("\"middle\"") ? 0.5 : 0
      let (start, end) = (x - part * room, x + (1 - part) * room)
      #expect(start >= 0 && end <= width, "\(text.3): \(start) to \(end) of \(width)")
    }
  }

  @Test("ports, times and this machine's name are the same in every picture, however long")
  func isSteady() {
    func picture(_ text: String, cut: Int, host: String) -> String {
      let recording = Recording()
      let tape = Tape { recording.add($0, client: 1) }
      let bytes = Array(text.utf8)
      tape.note(.server, nil, .send(of: bytes.count), bytes)
      tape.note(.client, nil, .receive(upTo: 99), Array(bytes[..<cut]))
      tape.note(.client, nil, .receive(upTo: 99), Array(bytes[cut...]))
      return svg(recording, wire: .raw, host: host)
    }
    let first = picture(
      "at 127.0.0.1:39112 1795574852.072400 Hello from knut!", cut: 5, host: "knut")
    let second = picture(
      "at 127.0.0.1:41007 1695574852.999999 Hello from k.example!", cut: 5, host: "k.example")
    #expect(first == second)
    #expect(
      first.contains(
        "The server sends 60 bytes: “at 127.0.0.1:50001 1593600000.123456 Hello from my-computer!”")
    )
    #expect(texts(first).contains("send(60) → 60"))
    #expect(texts(first).contains("receive(99) → 55"))
  }
}

/// Foundation's XML parser is a package of its own on Linux; this one knows what SVG needs: that
/// elements are closed in their order, and nothing stands loose.
private final class XMLCheck {
  private(set) var trouble = ""

  func accepts(_ text: String) -> Bool {
    var open: [Substring] = []
    for tag in text.matches(of: #/<(\/?)(\w+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/#) {
      if tag.1 == "/" {
        guard open.popLast() == tag.2 else {
          trouble = "\(tag.0) closes something else"
          return false
        }
      } else if tag.4 != "/" {
        open.append(tag.2)
      }
    }
    let loose = text.replacing(#/<(\/?)(\w+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/#, with: "")
      .replacing(/&(amp|lt|gt|quot|#39);/, with: "")
    if let index = loose.firstIndex(where: { "<&".contains($0) }) {
      trouble = "loose: \(loose[index...].prefix(40))"
    }
    return open.isEmpty && trouble.isEmpty
  }
}
