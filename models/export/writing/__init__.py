"""Everything between a seeded torch module and the files of a fixture."""
