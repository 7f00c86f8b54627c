#if canImport(Darwin)
  @preconcurrency import Darwin
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Glibc
#endif

/// Writes each `print` at once: what was printed before a crash must not be lost with it.
///
/// - Source: setvbuf(3). The C library's `stdout` is a variable that nobody changes.
func printAtOnce() {
  setvbuf(stdout, nil, _IONBF, 0)
}
