/// What the server can do.
enum Operation: String, CaseIterable {
  case add = "SUMA"
  case subtract = "RESTA"
  case multiply = "MULTIPLICACION"
  case divide = "DIVISION"

  static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

/// The answer to a request, whatever its bytes are.
func reply(to request: Request) -> Reply {
  let operation = Operation.allCases.first { request.command == Array($0.rawValue.utf8) }
  guard let operation else { return Reply(status: .unknownCommand) }
  // Two Int16 may have a sum and a product that no Int16 holds; an Int32 holds all of them.
  let (first, second) = (Int32(request.first), Int32(request.second))
  switch operation {
  case .add: return Reply(result: Double(first + second))
  case .subtract: return Reply(result: Double(first - second))
  case .multiply: return Reply(result: Double(first * second))
  case .divide where second == 0: return Reply(status: .divisionByZero)
  case .divide: return Reply(result: Double(first) / Double(second))
  }
}
