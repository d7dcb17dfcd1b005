/** The scheduler that a declaration names: a file, another type in its place, and options that go before the file's. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { PipelineDeclaration } from './declaration.ts';
import { badSchedulerField } from './diagnostics.ts';
import type { PipelineFolder } from './folder.ts';
import { jsonObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { readScheduler } from './read-scheduler.ts';
import type { SchedulerChoice } from './read-scheduler.ts';

/** `file` is that of the declaration. */
export async function readSchedulerOf(
  folder: PipelineFolder,
  { scheduler: { config, type, options = {} } }: PipelineDeclaration,
  file: string,
): Promise<Result<SchedulerChoice>> {
  const fields = config === undefined ? success({}) : await fieldsOf(folder, config);
  if (!fields.ok) return fields;
  return readScheduler({ ...fields.value, ...options }, config ?? file, type);
}

async function fieldsOf(folder: PipelineFolder, path: string): Promise<Result<JsonObject>> {
  const text = await folder.text(path);
  if (!text.ok) return text;
  const fields = jsonObject(text.value);
  return fields === undefined
    ? failure([badSchedulerField(path, 'the file', 'is no JSON object')])
    : success(fields);
}
