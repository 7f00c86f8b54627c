import Checks

ExerciseProgram.lesson11(Exercises())
