import Checks

ExerciseProgram.lesson03(Exercises())
