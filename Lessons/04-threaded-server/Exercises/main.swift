import Checks

ExerciseProgram.lesson04(Exercises())
