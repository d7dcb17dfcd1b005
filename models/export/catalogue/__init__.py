"""The recipes: tiny ones for test/fixtures, and one pipeline at sizes small and full."""
