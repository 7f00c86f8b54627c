/// What a client has found out when it ends.
struct Tally: Sendable {
  /// All right replies, the first one included.
  var answered = 0
  var latencies = Histogram()
  /// The replies that came while the load was on.
  var answeredInTime = 0
  var trouble: Trouble?
  /// The server did not close its side when the client had closed its own.
  var wasLeftOpen = false
}
