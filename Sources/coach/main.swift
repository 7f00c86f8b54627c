// The learner's companion in the terminal.
//
//     swift run coach

import Coaching
import Foundation
import Processes
import Sockets

StandardDescriptors.open()
StandardDescriptors.writeLineByLine()
// Caught and not ignored: a child inherits what is ignored.
signal(SIGPIPE) { _ in }
exit(Coach.main(Array(CommandLine.arguments.dropFirst()), root: PackageFolder.root))
