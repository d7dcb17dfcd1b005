/** What all code of a process shares: a config that changes it would make something else fail. */

import { builtinOps } from '../../ir/ops/index.ts';
import { builtInDevices } from '../../targets/devices/index.ts';
import { targets } from '../../targets/index.ts';
import { passes } from '../passes/index.ts';

/** Of the language. What others add here is theirs, except to `Object.prototype`, which every object would show. */
const SHARED: Readonly<Record<string, object>> = {
  'Object.prototype': Object.prototype,
  'Function.prototype': Function.prototype,
  'Array.prototype': Array.prototype,
  'String.prototype': String.prototype,
  'Number.prototype': Number.prototype,
  'Map.prototype': Map.prototype,
  'Set.prototype': Set.prototype,
  'Promise.prototype': Promise.prototype,
  'RegExp.prototype': RegExp.prototype,
  'Uint8Array.prototype': Uint8Array.prototype,
  'TypedArray.prototype': Object.getPrototypeOf(Uint8Array.prototype) as object,
  'ArrayIterator.prototype': Object.getPrototypeOf([].values()) as object,
  'ArrayBuffer.prototype': ArrayBuffer.prototype,
  'DataView.prototype': DataView.prototype,
  Object,
  Array,
  Promise,
  Number,
  Math,
  JSON,
  Reflect,
};

// Taken before anything of a config runs; methods of arrays and maps may be others when they are needed.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
const isSame = Object.is;

interface Member {
  readonly owner: object;
  readonly name: string;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

/** Puts back what has been changed since, and names it. */
export function watchBuiltIns(): () => readonly string[] {
  const members: Member[] = [];
  for (const [object, owner] of Object.entries(SHARED)) {
    for (const key of ownKeys(owner)) {
      const descriptor = getOwnPropertyDescriptor(owner, key);
      if (descriptor?.configurable !== true) continue;
      members.push({ owner, name: `${object}.${String(key)}`, key, descriptor });
    }
  }
  const known = ownKeys(Object.prototype).length;
  return () => {
    const changed: string[] = [];
    let count = 0;
    if (ownKeys(Object.prototype).length !== known) {
      const usual: Record<PropertyKey, true> = Object.create(null) as Record<PropertyKey, true>;
      for (let at = 0; at < members.length; at++) {
        const member = members[at];
        if (member?.owner === Object.prototype) usual[member.key] = true;
      }
      const keys = ownKeys(Object.prototype);
      for (let at = 0; at < keys.length; at++) {
        const key = keys[at] ?? '';
        if (usual[key] === true) continue;
        // Fails where it is there for good; whoever asks hears of it all the same.
        deleteProperty(Object.prototype, key);
        changed[count++] = `Object.prototype.${String(key)}`;
      }
    }
    for (let at = 0; at < members.length; at++) {
      const member = members[at];
      if (member === undefined) continue;
      const { owner, name, key, descriptor } = member;
      const now = getOwnPropertyDescriptor(owner, key);
      const kept = now !== undefined && areEqual({ ...now }, { ...descriptor });
      if (kept) continue;
      defineProperty(owner, key, descriptor);
      changed[count++] = name;
    }
    return changed;
  };
}

type Parts = Readonly<Record<string, unknown>>;

function areEqual(a: Parts, b: Parts): boolean {
  return isSame(a['value'], b['value']) && isSame(a['get'], b['get']) && isSame(a['set'], b['set']);
}

/** What a config gets to see of ours can be read only. */
export function freezeBuiltIns(): void {
  const shared = [builtinOps, targets, passes, builtInDevices];
  for (const table of shared) {
    for (const one of Object.values<object>(table)) Object.freeze(one);
    Object.freeze(table);
  }
}
