import Checks

ExerciseProgram.lesson01(Exercises())
