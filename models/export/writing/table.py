"""Describes recipes as the Markdown table that test/fixtures/README.md holds."""

TYPES = {"float32": "f32", "float16": "f16", "int64": "i64", "int32": "i32"}


def describe_input(recipe, name):
    array = recipe.inputs[0][name]
    axes = (recipe.dynamic_axes or {}).get(name, {})
    dims = [axes.get(axis, str(size)) for axis, size in enumerate(array.shape)]
    return f"{name} {TYPES[str(array.dtype)]}[{', '.join(dims)}]"


def table(recipes):
    lines = ["| name | what it exercises | opset | inputs | sets |", "|---|---|---|---|---|"]
    for recipe in recipes:
        inputs = "; ".join(describe_input(recipe, name) for name in recipe.inputs[0])
        lines.append(f"| {recipe.name} | {recipe.exercises} | {recipe.opset} | {inputs} | {len(recipe.inputs)} |")
    return "\n".join(lines)
