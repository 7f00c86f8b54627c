extension Int {
  /// A number of bytes as one says it: `1 byte`, `8 bytes`.
  public var bytes: String { self == 1 ? "1 byte" : "\(self) bytes" }
}
