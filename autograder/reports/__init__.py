"""Pages and files for instructors: results, item analysis, the class report, LMS exports, Gradescope."""
