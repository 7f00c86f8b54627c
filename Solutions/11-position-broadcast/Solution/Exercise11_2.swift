// Exercise 11.2 · Broadcast, dropping the dead: one answer among many.

import Workbook

extension Exercises: Exercise11_2 {
  struct World: Broadcaster {
    private var lastNumber: Int32 = 0
    private var readers: [Int32: any UpdateReader] = [:]
    private var positions: [Int32: Position] = [:]

    init() {}

    mutating func join(_ reader: any UpdateReader) throws -> Int32 {
      lastNumber += 1
      let number = lastNumber
      readers[number] = reader
      let news = positions.map { Update(number: $0.key, position: $0.value) }
      tell(news, to: [number])
      return number
    }

    mutating func move(_ number: Int32, to position: Position) throws {
      // A last word of somebody who has been struck off would raise him from the dead.
      guard readers[number] != nil else { return }
      positions[number] = position
      tell([Update(number: number, position: position)], to: Array(readers.keys))
    }

    mutating func leave(_ number: Int32) throws {
      guard readers.removeValue(forKey: number) != nil else { return }
      positions[number] = nil
      tell([Update(number: number, position: nil)], to: Array(readers.keys))
    }

    /// Tells these clients. The dead are found on the way, and dropped when all have been told.
    private mutating func tell(_ news: [Update], to numbers: [Int32]) {
      var dead: [Int32] = []
      for number in numbers {
        do {
          for update in news { try readers[number]?.send(update) }
        } catch {
          dead.append(number)
        }
      }
      for number in dead {
        readers.removeValue(forKey: number)?.shutdown()
        positions[number] = nil
      }
      if !dead.isEmpty {
        tell(dead.map { Update(number: $0, position: nil) }, to: Array(readers.keys))
      }
    }
  }
}
