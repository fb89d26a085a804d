"""The reference answer of every task: one pure function in the file of the task's name."""
