import Dispatch

/// Nanoseconds on a clock that never goes back. Plain numbers, because a client reads it twice for
/// each message, and because one number can be shared between threads without a lock.
enum Clock {
  /// - Source: clock_gettime(2) with CLOCK_MONOTONIC.
  static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}

extension Duration {
  /// Whole nanoseconds; 0 for a negative duration.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = max(self, .zero).components
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }
}
