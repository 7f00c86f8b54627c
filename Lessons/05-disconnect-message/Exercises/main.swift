import Checks

ExerciseProgram.lesson05(Exercises())
