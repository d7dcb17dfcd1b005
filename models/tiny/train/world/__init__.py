"""The miniature's world: scenes of coloured shapes, their captions and their pictures."""
