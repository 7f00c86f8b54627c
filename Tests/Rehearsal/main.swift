// Plays the learner: runs a solution, a starter or a wrong program as an exercise's program.
//
//   rehearsal solution02 server --port 0
//   rehearsal starter02 check
//   rehearsal 2.1/countsCharacters check 2.1
//   rehearsal fork-server                      for CourseTests, which play hundreds

import Checks
import Foundation
import Solution01
import Solution02
import Solution03
import Solution04
import Solution05
import Solution06
import Solution07
import Solution08
import Solution09
import Solution10
import Solution11
import Starter01
import Starter02
import Starter03
import Starter04
import Starter05
import Starter06
import Starter07
import Starter08
import Starter09
import Starter10
import Starter11
import WrongPrograms

var words = Array(CommandLine.arguments.dropFirst())
if words.first == "fork-server" { words = ForkServer.nextPlayer() }
let player = words.first
words = Array(words.dropFirst())
switch player {
case "solution01": ExerciseProgram.lesson01(Solution01.exercises(), words)
case "solution02": ExerciseProgram.lesson02(Solution02.exercises(), words)
case "solution03": ExerciseProgram.lesson03(Solution03.exercises(), words)
case "solution04": ExerciseProgram.lesson04(Solution04.exercises(), words)
case "solution05": ExerciseProgram.lesson05(Solution05.exercises(), words)
case "solution06": ExerciseProgram.lesson06(Solution06.exercises(), words)
case "solution07": ExerciseProgram.lesson07(Solution07.exercises(), words)
case "solution08": ExerciseProgram.lesson08(Solution08.exercises(), words)
case "solution09": ExerciseProgram.lesson09(Solution09.exercises(), words)
case "solution10": ExerciseProgram.lesson10(Solution10.exercises(), words)
case "solution11": ExerciseProgram.lesson11(Solution11.exercises(), words)
case "starter01": ExerciseProgram.lesson01(Starter01.exercises(), words)
case "starter02": ExerciseProgram.lesson02(Starter02.exercises(), words)
case "starter03": ExerciseProgram.lesson03(Starter03.exercises(), words)
case "starter04": ExerciseProgram.lesson04(Starter04.exercises(), words)
case "starter05": ExerciseProgram.lesson05(Starter05.exercises(), words)
case "starter06": ExerciseProgram.lesson06(Starter06.exercises(), words)
case "starter07": ExerciseProgram.lesson07(Starter07.exercises(), words)
case "starter08": ExerciseProgram.lesson08(Starter08.exercises(), words)
case "starter09": ExerciseProgram.lesson09(Starter09.exercises(), words)
case "starter10": ExerciseProgram.lesson10(Starter10.exercises(), words)
case "starter11": ExerciseProgram.lesson11(Starter11.exercises(), words)
case let name?:
  if let program = WrongProgram.all.first(where: { $0.description == name }) { program.run(words) }
  print("rehearsal: nobody is called \(name).")
  exit(64)
case nil:
  for program in WrongProgram.all { print("\(program): \(program.summary)") }
}
