// Exercise 6.3 · The summary of each sensor: one answer among many.

import Workbook

extension Exercises: Exercise6_3 {
  struct Readings: SensorReadings {
    private struct Sensor {
      var count = 0
      var sum = 0.0
      var minimum = Double.infinity
      var maximum = -Double.infinity
    }
    private var sensors: [String: Sensor] = [:]

    init() {}

    mutating func add(_ celsius: Double, of sensor: String) throws -> Summary {
      var readings = sensors[sensor] ?? Sensor()
      readings.count += 1
      readings.sum += celsius
      readings.minimum = min(readings.minimum, celsius)
      readings.maximum = max(readings.maximum, celsius)
      guard readings.sum.isFinite else { throw BadField("celsius", "makes the sum infinite") }
      sensors[sensor] = readings
      return Summary(
        sensor: sensor, count: readings.count, minimum: readings.minimum,
        maximum: readings.maximum, mean: readings.sum / Double(readings.count))
    }
  }
}
