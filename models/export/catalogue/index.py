"""All recipes by size."""

from . import clips, oddities, pipeline, unets_other, unets_sd15, vaes


def tiny():
    return tuple(make() for family in (unets_sd15, unets_other, vaes, clips, oddities) for make in family.RECIPES)


SIZES = {"tiny": tiny, "small": pipeline.small, "full": pipeline.full}
