"""The checks of every task, with their points and sentences, and the cases that students do not have."""
