/** Identity: the output is the input itself. */

import { defineRule } from '../rule.ts';

export const identity = defineRule({ op: 'Identity', since: 1, convert: (node) => node.input(0) });
