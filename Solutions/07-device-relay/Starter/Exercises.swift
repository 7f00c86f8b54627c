/// Your answers to lesson 7: one file an exercise, each an extension of this type.
struct Exercises: Sendable {}
