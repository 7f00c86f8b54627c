/// The readings of one connection, sensor by sensor.
struct Readings {
  private struct Sensor {
    var count = 0
    var sum = 0.0
    var minimum = Double.infinity
    var maximum = -Double.infinity
  }
  private var sensors: [String: Sensor] = [:]

  /// Takes in a reading, and returns the summary of its sensor.
  mutating func add(_ reading: Reading) throws -> Summary {
    var sensor = sensors[reading.sensor] ?? Sensor()
    sensor.count += 1
    sensor.sum += reading.celsius
    sensor.minimum = min(sensor.minimum, reading.celsius)
    sensor.maximum = max(sensor.maximum, reading.celsius)
    // Each was a number, and their sum is none any more; JSON could not write it.
    guard sensor.sum.isFinite else { throw Invalid("celsius makes the sum infinite") }
    sensors[reading.sensor] = sensor
    return Summary(
      sensor: reading.sensor, count: sensor.count, minimum: sensor.minimum,
      maximum: sensor.maximum, mean: sensor.sum / Double(sensor.count))
  }
}
