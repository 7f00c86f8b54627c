// Lesson 4's register without a lock. The compiler refuses it, which is what it is here for.

import Foundation

final class Register {
  var lastNumber = 0

  func add() -> Int {
    lastNumber += 1
    return lastNumber
  }
}

func start(_ register: Register) {
  Thread.detachNewThread { print(register.add()) }
}
