/** Fills in the templates of Swift. */

import Handlebars from 'handlebars';
import { commentLine } from '../comment-line.ts';
import { swiftString } from './swift-text.ts';
import { templates } from './templates/swift.generated.ts';

/** An environment of its own: helpers that other code registers do not count here. */
const handlebars = Handlebars.create();
handlebars.registerHelper({
  string: (text: string) => swiftString(text),
  comment: (text: string) => commentLine(text),
  suffixed: (text: string, suffix: string) => `${text}${suffix}`,
});

export function render(name: keyof typeof templates, context: object): string {
  // The templates write Swift, not HTML: what needs escaping goes through the helpers.
  return handlebars.compile(templates[name], { noEscape: true, strict: true })(context);
}
