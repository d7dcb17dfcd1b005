/** What is an op, a pass, a target or a method, told by what it has: a config may come from another copy of this package. */

import type { OpDefinition } from '../../ir/define.ts';
import { isRecord } from '../../ir/record.ts';
import type { Target } from '../../targets/target.ts';
import type { CalibrationMethod } from '../calibrate/method.ts';
import type { Pass } from '../pass.ts';

/** What members of a record have to have. */
const OPERAND = { arity: 'string', dtypes: 'list' };
const ATTRIBUTE = { describe: 'string', check: 'function', print: 'function', parse: 'function' };

const MEMBERS = {
  op: {
    name: 'string',
    kind: 'string',
    operands: 'object',
    attributes: 'object',
    traits: 'list',
    infer: 'function',
    evaluate: 'function',
    cost: 'function',
    onnx: 'list',
    samples: 'list',
  },
  pass: {
    name: 'string',
    describe: 'string',
    options: 'object',
    requires: 'list',
    ensures: 'list',
    breaks: 'list',
    tolerance: 'number',
    run: 'function',
  },
  target: {
    name: 'string',
    options: 'object',
    supports: 'function',
    pipeline: 'function',
    given: 'list',
    legal: 'function',
    emit: 'function',
  },
  method: { name: 'string', describe: 'string', begin: 'function' },
} as const;

/** The first member that an object lacks to be one, or that is something else, in words. */
export function lackOf(kind: keyof typeof MEMBERS, value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const lacking = Object.entries(MEMBERS[kind]).find(
    ([name, wanted]) => !fits(value[name], wanted),
  );
  if (lacking === undefined) return undefined;
  const [name, wanted] = lacking;
  return `its "${name}" is to be ${wanted === 'object' ? 'an' : 'a'} ${wanted}`;
}

function areAll(record: object, members: Readonly<Record<string, string>>): boolean {
  return Object.values(record).every((item) => hasMembers(item, members));
}

export function isOp(value: unknown): value is OpDefinition {
  const has = hasMembers(value, MEMBERS.op);
  if (!has) return false;
  const { operands, attributes } = value as OpDefinition;
  return areAll(operands, OPERAND) && areAll(attributes, ATTRIBUTE);
}

const LISTS = ['requires', 'ensures', 'breaks'] as const;

function isInvariant(value: unknown): boolean {
  return hasMembers(value, { name: 'string', describe: 'string', check: 'function' });
}

export function isPass(value: unknown): value is Pass {
  return (
    hasMembers(value, MEMBERS.pass) &&
    LISTS.every((list) => (value as Pass)[list].every(isInvariant))
  );
}

export function isTarget(value: unknown): value is Target {
  const has = hasMembers(value, MEMBERS.target);
  if (!has) return false;
  const { options, given } = value as Target;
  return areAll(options, ATTRIBUTE) && given.every(isInvariant);
}

export function isMethod(value: unknown): value is CalibrationMethod {
  return hasMembers(value, MEMBERS.method);
}

function fits(member: unknown, kind: string): boolean {
  return kind === 'list' ? Array.isArray(member) : typeof member === kind && member !== null;
}

function hasMembers(value: unknown, members: Readonly<Record<string, string>>): boolean {
  return (
    isRecord(value) && Object.entries(members).every(([name, kind]) => fits(value[name], kind))
  );
}
