import Checks

ExerciseProgram.lesson02(Exercises())
