/// How much an answer keeps, whatever its properties are called.
enum Kept {
  /// How many values lie in the collections that a value holds, however deep.
  static func elements(in value: Any, depth: Int = 0) -> Int {
    let mirror = Mirror(reflecting: value)
    let isCollection = [.collection, .dictionary, .set].contains(mirror.displayStyle)
    let own = isCollection ? mirror.children.count : 0
    if depth > 4 || own > 100 { return own }
    return own + mirror.children.reduce(0) { $0 + elements(in: $1.value, depth: depth + 1) }
  }
}
