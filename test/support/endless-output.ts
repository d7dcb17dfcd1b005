/** Writes the output folder of its argument again and again, until it is killed. */

import { stageOutput } from '../../compiler/host/node-output.ts';

const [, , folder = ''] = process.argv;
for (let round = 1; ; round = (round % 9) + 1) {
  const result = await stageOutput(folder);
  if (!result.ok) throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  const content = new TextEncoder().encode(String(round).repeat(100_000));
  const model = result.value.file('webgpu/model.txt');
  for (let at = 0; at < content.length; at += 10_000) {
    await model.write(content.subarray(at, at + 10_000));
  }
  await model.close();
  const manifest = result.value.file('manifest.json');
  await manifest.write(new TextEncoder().encode('{ "generator": "snapc" }'));
  await manifest.close();
  const done = await result.value.commit();
  if (!done.ok) throw new Error(done.diagnostics.map((d) => d.message).join('\n'));
  process.stdout.write('.');
}
