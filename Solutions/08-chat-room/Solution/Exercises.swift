/// Your answers to lesson 8: one file an exercise, each an extension of this type.
struct Exercises: Sendable {}
