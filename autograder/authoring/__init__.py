"""Lessons -> source/ -> release/, and the instructor's edition."""
