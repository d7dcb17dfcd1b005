/** Brings names of a model into Swift: as literals, in comments and as properties, never as code. */

import { COMMENT_LENGTH } from '../comment-line.ts';
import type { SwiftShapes } from './swift.ts';

/** A literal in ASCII without interpolation. */
export function swiftString(text: string): string {
  const escaped = Array.from(text).map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    // A lone surrogate is no scalar of Unicode, which Swift's strings are made of.
    if (code >= 0xd800 && code <= 0xdfff) return '\\u{fffd}';
    return code >= 0x20 && code < 0x7f ? character : `\\u{${code.toString(16)}}`;
  });
  return `"${escaped.join('')}"`;
}

/** What a tensor's property holds, for its doc comment. */
export function swiftDocumentation(name: string, scalar: string, shapes: SwiftShapes): string {
  return `${swiftString(name).slice(0, COMMENT_LENGTH)}: ${scalar} of shape ${wording(shapes)}.`;
}

function wording(shapes: SwiftShapes): string {
  const list = (sizes: readonly (number | string)[]): string => `[${sizes.join(', ')}]`;
  switch (shapes.kind) {
    case 'fixed':
      return list(shapes.shape);
    case 'enumerated':
      return shapes.shapes.map(list).join(' or ');
    case 'ranges':
      return list(shapes.ranges.map(([low, high]) => (low === high ? low : `${low} to ${high}`)));
  }
}

/** Words that Swift keeps for itself where a property's name would stand. */
const RESERVED = new Set(
  (
    'Any Protocol Self Type actor as associatedtype async await break case catch class continue default defer ' +
    'deinit do else enum extension fallthrough false fileprivate for func guard if import in indirect infix init ' +
    'inout internal is lazy let mutating nil nonisolated open operator override postfix precedencegroup prefix ' +
    'private protocol public repeat required rethrows return self static struct subscript super switch throw ' +
    'throws true try typealias unowned var weak where while'
  ).split(' '),
);

/** A distinct property for each feature: its name, with an underscore behind it where Swift has the word. */
export function swiftProperties(features: readonly string[]): readonly string[] {
  const taken = new Set(features.filter((name) => !RESERVED.has(name) && name !== '_'));
  return features.map((feature) => {
    if (taken.has(feature)) return feature;
    let property = `${feature}_`;
    while (taken.has(property) || property === '__') property += '_';
    taken.add(property);
    return property;
  });
}
