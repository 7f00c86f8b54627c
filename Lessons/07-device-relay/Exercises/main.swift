import Checks

ExerciseProgram.lesson07(Exercises())
