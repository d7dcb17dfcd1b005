/** Lists in JSON schemas, whose elements are looked at only where there are not too many of them. */

/** `rest` has the keywords of elements, such as `items` and `uniqueItems`: the latter takes the square of the length. */
export function boundedList(rest: object, most: number, least = 0): object {
  const tooMany = { minItems: most + 1 };
  return { type: 'array', minItems: least, maxItems: most, if: tooMany, else: rest };
}
