import Foundation

/// Plays one learner after another, each in a process of its own, without starting a program for each.
///
/// Loading a program and its libraries takes 9 ms of a processor, and CourseTests play hundreds. Here
/// they have been loaded already: each line of standard input, `PLAYER WORDS… FILE`, is done by a copy
/// of this process, whose output goes to FILE.out and FILE.err; the answer, a line of standard output,
/// says how the copy has ended.
///
///     > 2.1/countsCharacters judge 2.1 42 /tmp/verdict.json
///     < status 0
enum ForkServer {
  /// Returns once for each line, in the copy that is to do it; in this process never.
  ///
  /// - Source: fork(2), waitpid(2).
  static func nextPlayer() -> [String] {
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      // A copy that ends must not write again what stands in our buffers.
      fflush(nil)
      let child = fork()
      if child == 0 {
        redirect(to: words.last ?? "/dev/null")
        return words
      }
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F  // WTERMSIG of wait(2), a macro that Swift does not see
      print(signal == 0 ? "status \(status >> 8 & 0xFF)" : "signal \(signal)")
      fflush(nil)
    }
    exit(0)
  }

  /// Swift hides fork(2), because a copy has only the thread that called it. Here there is no other.
  private static func fork() -> pid_t {
    typealias Fork = @convention(c) () -> pid_t
    guard let function = dlsym(dlopen(nil, RTLD_NOW), "fork") else { return -1 }
    return unsafeBitCast(function, to: Fork.self)()
  }

  private static func redirect(to file: String) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    for (path, flags, target) in [
      ("/dev/null", O_RDONLY, STDIN_FILENO), (file + ".out", flags, STDOUT_FILENO),
      (file + ".err", flags, STDERR_FILENO),
    ] {
      let descriptor = open(path, flags, 0o600)
      dup2(descriptor, target)
      close(descriptor)
    }
  }
}
