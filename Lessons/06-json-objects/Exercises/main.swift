import Checks

ExerciseProgram.lesson06(Exercises())
