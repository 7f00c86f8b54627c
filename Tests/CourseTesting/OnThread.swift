import Foundation

/// Runs `body` on a thread of its own, and lets other tests run meanwhile: what waits for a
/// server would otherwise hold one of the few threads that all tests share.
public func onThread<Output: Sendable>(
  _ body: @escaping @Sendable () throws -> Output
) async throws -> Output {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}
