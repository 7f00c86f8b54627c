import Checks

ExerciseProgram.lesson09(Exercises())
