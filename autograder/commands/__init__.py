"""What each command of `autograder` does."""
