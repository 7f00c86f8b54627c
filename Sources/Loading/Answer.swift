/// How a server has answered some messages.
enum Answer: Equatable {
  /// With as many replies.
  case right
  /// With so many whole replies, and then nothing more.
  case missing(Int)
  /// With so many, and then it closed.
  case ended(Int, isReset: Bool)
  case wrong(Trouble)
}
