import Checks

ExerciseProgram.lesson10(Exercises())
