// Exercise 5.2 · Tell the endings apart: one answer among many.

import Framing
import Sockets
import Workbook

extension Exercises: Exercise5_2 {
  func converse(
    with client: any ByteStream, limit: Int, heard: (String) -> Void
  ) throws -> Ending {
    do {
      let saidGoodbye = try serve(client, limit: limit, heard: heard)
      return saidGoodbye ? .saidGoodbye : .closedWithoutGoodbye
    } catch is CutOff {
      return .cutOff
    } catch is FramingError {
      return .protocolError
    } catch let error as SocketError where error.isPeerGone {
      return .reset
    }
  }
}
