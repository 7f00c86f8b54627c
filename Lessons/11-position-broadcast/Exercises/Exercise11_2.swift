// Exercise 11.2 · Broadcast, dropping the dead
//
// Keep count of who is there and where they are, and tell everyone what happens. A reader that
// cannot be told is gone: shut it down, forget it, and tell the others that it has left. What
// exactly is asked stands in Sources/Workbook/Lesson11.swift. Give the struct stored properties for
// what it must remember.
//
// Check it: swift run exercise11 check 11.2
// Hints:    Lessons/11-position-broadcast/README.md

import Workbook

extension Exercises: Exercise11_2 {
  struct World: Broadcaster {
    init() {}

    mutating func join(_ reader: any UpdateReader) throws -> Int32 {
      try notStarted()
    }

    mutating func move(_ number: Int32, to position: Position) throws {
      try notStarted()
    }

    mutating func leave(_ number: Int32) throws {
      try notStarted()
    }
  }
}
