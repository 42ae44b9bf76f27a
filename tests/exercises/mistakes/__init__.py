"""What learners write who mix something up, by notebook: the exercise, their code, and what they must be told."""
