import Framing
import Testing

@Suite("Packed integers")
struct PackedIntegersTests {
  @Test(
    "an Int16 is two bytes, in the order that is named",
    arguments: [
      (0, [0x00, 0x00]), (1, [0x01, 0x00]), (-2, [0xFE, 0xFF]), (258, [0x02, 0x01]),
      (.max, [0xFF, 0x7F]), (.min, [0x00, 0x80]),
    ] as [(Int16, [UInt8])])
  func packsInt16(_ value: Int16, _ little: [UInt8]) {
    #expect(value.packed(.littleEndian) == little)
    #expect(value.packed(.bigEndian) == little.reversed())
    let bytes = [0xAA] + value.packed(.littleEndian) + value.packed(.bigEndian)
    #expect(bytes.integer(Int16.self, at: 1, .littleEndian) == value)
    #expect(bytes.integer(Int16.self, at: 3, .bigEndian) == value)
  }

  @Test("the type says the width and whether there is a sign")
  func typeDecides() {
    let bytes: [UInt8] = [0xFE, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x80]
    #expect(bytes.integer(Int8.self, .littleEndian) == -2)
    #expect(bytes.integer(UInt8.self, .littleEndian) == 254)
    #expect(bytes.integer(Int16.self, .littleEndian) == -2)
    #expect(bytes.integer(UInt16.self, .littleEndian) == 65_534)
    #expect(bytes.integer(Int32.self, .littleEndian) == -2)
    #expect(bytes.integer(Int64.self, .littleEndian) == Int64.min + 0xFFFF_FFFE)
    #expect(bytes.integer(UInt64.self, .bigEndian) == 0xFEFF_FFFF_0000_0080)
  }

  @Test("every Int16 comes back, and Python's struct agrees on the ends")
  func roundTrips() {
    for value in Int16.min...Int16.max {
      guard value.packed(.littleEndian).integer(Int16.self, .littleEndian) == value else {
        Issue.record("\(value) comes back as something else")
        return
      }
    }
    // struct.pack("<ihh", -2147483648, 32767, -1).hex()
    let packet =
      Int32.min.packed(.littleEndian) + Int16.max.packed(.littleEndian)
      + Int16(-1).packed(.littleEndian)
    #expect(packet == [0x00, 0x00, 0x00, 0x80, 0xFF, 0x7F, 0xFF, 0xFF])
  }

  @Test("an offset is counted from where a slice begins, and need not be even")
  func readsSlices() {
    let bytes: [UInt8] = [0xAA, 0xBB, 0xCC, 0x01, 0x02, 0x03, 0x04, 0x05]
    let slice = bytes[3...]
    #expect(slice.integer(Int16.self, .littleEndian) == 0x0201)
    #expect(slice.integer(Int32.self, at: 1, .bigEndian) == 0x0203_0405)
  }

  @Test(
    "what is not all there is nil",
    arguments: [(0, 0), (3, 0), (4, 1), (4, -1), (4, Int.max), (4, Int.min)])
  func refuses(_ count: Int, _ offset: Int) {
    let bytes = Array(repeating: UInt8(1), count: count)
    #expect(bytes.integer(Int32.self, at: offset, .littleEndian) == nil)
    #expect(bytes[...].integer(Int32.self, at: offset, .bigEndian) == nil)
  }
}
