/** The model's own functions by identity, and a call's attributes bound to the references in a body. */

import type { OnnxAttribute, OnnxFunction, OnnxModel, OnnxNode } from './model.ts';
import { normalDomain } from './names.ts';

type Attributes = ReadonlyMap<string, OnnxAttribute>;

export class FunctionTable {
  readonly #functions = new Map<string, OnnxFunction>();

  constructor(model: OnnxModel) {
    for (const definition of model.functions) {
      this.#functions.set(
        keyOf(definition.domain, definition.name, definition.overload),
        definition,
      );
    }
  }

  find(node: OnnxNode): OnnxFunction | undefined {
    if (this.#functions.size === 0) return undefined;
    return this.#functions.get(keyOf(node.domain, node.opType, node.overload));
  }
}

function keyOf(domain: string, name: string, overload: string): string {
  return JSON.stringify([normalDomain(domain), name, overload]);
}

/** A node's attributes with references replaced by what the enclosing call gives; unset ones are left out. */
export function resolveAttributes(node: OnnxNode, given: Attributes | undefined): Attributes {
  if (![...node.attributes.values()].some((attribute) => attribute.kind === 'reference')) {
    return node.attributes;
  }
  const resolved = new Map<string, OnnxAttribute>();
  for (const [name, attribute] of node.attributes) {
    const value = attribute.kind === 'reference' ? given?.get(attribute.name) : attribute;
    if (value !== undefined) resolved.set(name, value);
  }
  return resolved;
}

/** What the references in a body stand for. */
export function bindAttributes(definition: OnnxFunction, given: Attributes): Attributes {
  return new Map([...definition.attributeDefaults, ...given]);
}
