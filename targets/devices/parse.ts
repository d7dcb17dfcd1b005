/** Reads a device file of the user's and reports every fault in it at once. */

import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Place, Result } from '../../ir/diagnostics.ts';
import type { Device } from './device.ts';
import schema from './device.schema.json' with { type: 'json' };
import { notJson } from './diagnostics.ts';
import { checkRules } from './rules.ts';
import { schemaFaults } from './schema-faults.ts';

let validator: ValidateFunction<Device> | undefined;

/** The text of a device file; `file` is what diagnostics call it. */
export function parseDeviceText(text: string, file: string): Result<Device> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure([notJson(reason, { file, ...lineOf(text, reason) })]);
  }
  return parseDevice(json, file);
}

/** A value that should be a device; `file` is what diagnostics call it. */
export function parseDevice(json: unknown, file: string): Result<Device> {
  // Compiled at first use: most runs take a built-in device, which the tests have validated.
  validator ??= new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<Device>(
    schema,
  );
  const placeOf = (path: string): Place => ({ file, path });
  if (!validator(json)) {
    return failure(schemaFaults(validator.errors ?? [], schema.definitions, placeOf));
  }
  const faults = checkRules(json, placeOf);
  return faults.length === 0 ? success(json) : failure(faults);
}

/** JavaScript engines give the position of a syntax error in words only, and not all of them do. */
function lineOf(text: string, reason: string): { readonly line?: number } {
  const position = /position (\d+)/.exec(reason)?.[1];
  if (position === undefined) return {};
  return { line: text.slice(0, Number(position)).split('\n').length };
}
