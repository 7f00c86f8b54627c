import Tape
import Workbook

/// What an answer to exercise 9.1 can do wrong.
enum LineFault: String, CaseIterable {
  case lineAReceive, keepsTheNewline, keepsCarriageReturn, overlooksTheNewline
  case holdsALineBack, leavesTheNewline, cutsTheLastByte
  case forgetsTheBeginning, dropsTheRest, firstLineOnly, skipsEmptyLines, repeatsALine
  case stripsEveryReturn, returnEndsALine, trimsSpaces
  case decodesEachPiece, replacesBadBytes
  case unboundedLine, acceptsLongLine, losesLinesBefore, countsTheBuffer, countsTheNewline
  case uncountedReturn
  case forgetsHalfALine, seesALineInNothing
  case movesTheRest, keepsWhatIsUsed

  var explanation: (sentence: String, advice: String) {
    switch self {
    case .lineAReceive:
      (
        "It takes what one receive gave for one line. A line ends at a newline, and nowhere else: it "
          + "may come in several pieces, and a piece may hold several.",
        "keep what has come in a buffer, and look for a newline (0A) there."
      )
    case .keepsTheNewline:
      (
        "The newline is at the end of the line that is given out. It says where the line ends, and is "
          + "no part of it.",
        "give out the bytes in front of the newline, and take the newline itself out of the buffer, too."
      )
    case .keepsCarriageReturn:
      (
        "The carriage return (0D) in front of the newline is still at the end of the line. Many "
          + "programs end their lines with the two of them; the pattern HELLO does not match HELLO\\r.",
        "when the newline is found, look whether the last byte in front of it is 0D, and leave it out."
      )
    case .overlooksTheNewline:
      (
        "The line ends with a carriage return and a newline, and it is not given out. In a String the "
          + "two are one Character, which is not equal to \"\\n\": whoever looks for that finds nothing.",
        "keep the bytes in an array, [UInt8], and look for the byte 0A."
      )
    case .holdsALineBack:
      (
        "The line is whole, for its newline has come, and next() returns nil.",
        "a newline ends a line, also when nothing follows it. (Behind the last newline `split` sees an "
          + "empty part, and leaves it out: the last part is not always a beginning.)"
      )
    case .leavesTheNewline:
      (
        "The line is given out and its newline stays in the buffer. There it is found again, as the end "
          + "of an empty line.",
        "take one byte more out of the buffer than the line has."
      )
    case .cutsTheLastByte:
      (
        "The last byte of the line is missing, and it was no carriage return.",
        "leave the last byte out only if it is 0D; and the newline is not among the bytes in front of it."
      )
    case .forgetsTheBeginning:
      (
        "The line came in pieces, and its beginning is lost.",
        "add each piece to what is in the buffer, and take bytes out of it only with a whole line."
      )
    case .dropsTheRest:
      (
        "Behind the newline the next line had begun, in the same piece. That beginning is lost.",
        "take the line and its newline out of the buffer, and leave there what follows."
      )
    case .firstLineOnly:
      (
        "Another whole line is in the buffer, and next() returns nil. Nobody will ask again before "
          + "more bytes have come; they may never come.",
        "look for a newline in the buffer with each call of next(), also if no piece was added."
      )
    case .skipsEmptyLines:
      (
        "An empty line is missing. It is a line like any other: its newline is there, and whoever sent "
          + "it waits for an answer.",
        "return an empty array for it. `split` leaves empty parts out if it is not told otherwise "
          + "(omittingEmptySubsequences: false)."
      )
    case .repeatsALine:
      (
        "It gives out a line that it has given out before.",
        "take a line out of the buffer, its newline too, when you give it out."
      )
    case .stripsEveryReturn:
      (
        "A carriage return inside the line is missing, or more than one at its end. Only the one right "
          + "before the newline belongs to the line's end.",
        "look at the last byte of the line, once."
      )
    case .returnEndsALine:
      (
        "It takes a carriage return for the end of a line. Alone it is a byte like any other.",
        "split at 0A and nowhere else. (Character.isNewline is true for many characters.)"
      )
    case .trimsSpaces:
      (
        "Spaces or tabs at the ends of the line are missing. They are a part of it.",
        "take one 0D away from the end, and nothing else."
      )
    case .decodesEachPiece:
      (
        "A character was cut in two, and neither half is text.",
        "keep bytes in the buffer, and give out bytes; whoever wants text makes it of a whole line."
      )
    case .replacesBadBytes:
      (
        "The line is not UTF-8, and its bytes come back as others. What was sent is lost.",
        "give out the bytes as they came; make no String of them here."
      )
    case .unboundedLine:
      (
        "The line has more bytes than the limit, its newline has not come, and next() waits for more. "
          + "A peer that never sends a newline fills the memory.",
        "when there is no newline in the buffer, compare the number of bytes there with `limit`; throw "
          + "if it is greater."
      )
    case .acceptsLongLine:
      (
        "A line with more bytes than the limit is given out, because its newline is there.",
        "compare the line's length with `limit` when its newline is found, too."
      )
    case .losesLinesBefore:
      (
        "In front of the line that is too long there are whole lines, in the same piece. They must be "
          + "given out first: their sender waits for the answers.",
        "look at one line at a time, in next(), and throw when it is the long one's turn."
      )
    case .countsTheBuffer:
      (
        "Every line is within the limit, and it throws: all of them together are not.",
        "compare the length of one line with `limit`, not that of the buffer."
      )
    case .countsTheNewline:
      (
        "The line has exactly as many bytes as the limit allows, and it throws.",
        "the newline is not counted: throw when there are more than `limit` bytes in front of it."
      )
    case .uncountedReturn:
      (
        "With its carriage return the line has one byte more than the limit, and it is given out. Had "
          + "the piece ended in front of the newline, it would be refused: the limit must not depend "
          + "on how a line is cut.",
        "compare the number of bytes in front of the newline with `limit` before you take the 0D away."
      )
    case .forgetsHalfALine:
      (
        "A line has begun and its newline has not come, and isInsideLine() is false. If the stream ends "
          + "here, half a line is lost, and nobody notices.",
        "return whether bytes are left in the buffer."
      )
    case .seesALineInNothing:
      (
        "isInsideLine() is true, and no line has begun. Every client that leaves in order would be "
          + "taken for one that was cut off.",
        "return whether bytes are left behind the last newline."
      )
    case .movesTheRest:
      (
        "For each line it moves, copies or searches all that follows. In a piece of 1 MiB a line takes "
          + "many times as long as in one of 4 KiB; with a million short lines, that is minutes.",
        "keep an index of where the next line begins, and remove what is used in append, once."
      )
    case .keepsWhatIsUsed:
      (
        "All lines have been given out, and their bytes are still there. A client that stays for a day "
          + "fills the memory.",
        "remove what is used now and then; in append, say: buffer.removeFirst(start), and start = 0."
      )
    }
  }
}
