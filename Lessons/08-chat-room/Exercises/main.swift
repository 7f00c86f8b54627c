import Checks

ExerciseProgram.lesson08(Exercises())
