"""The quiz's pages: choose, answer one question at a time, the result, and one's progress."""
