/** The README of an emitted pipeline: what an app developer has to know of the folder. */

import { commentLine } from '../comment-line.ts';
import type { PipelineDescription } from '../../runtime/web/pictures/description.ts';

export function picturesReadme({
  name,
  sizes,
  steps,
  guidance,
  encoder,
  preview,
}: PipelineDescription): string {
  const [first, ...others] = sizes.map(({ width, height }) => `${width}x${height}`);
  const counts = steps.counts.toSorted((a, b) => a - b).join(', ');
  return `# ${commentLine(name)}

A JavaScript module that draws pictures of ${[first, ...others].join(', ')} pixels from words with WebGPU, in web pages, workers and Node. It
has no dependencies, and no text and no picture leaves the device.

\`\`\`js
import { load } from './index.js';

const pipeline = await load({ onProgress: ({ part, phase, done, total }) => console.log(part, phase, done / total) });
const picture = await pipeline.generate({
  prompt: 'a small green triangle above a red square',
  seed: 7,
  onStep: ({ step, steps }) => console.log(step, 'of', steps),
});
context.putImageData(new ImageData(picture.pixels, picture.width), 0, 0);
pipeline.dispose();
\`\`\`

\`index.d.ts\` declares all of it; where TypeScript does not know \`GPUDevice\`, install \`@webgpu/types\`. The folder is an npm package
as it is: \`npm install ./this-folder\`.

## What can be asked for

- \`steps\`: one of ${counts}; ${steps.usual} where nothing is said. \`guidance\`: ${guidance} where nothing is said.
- \`width\`, \`height\`: those of a size above; ${first} where nothing is said.${
    others.length === 0
      ? ''
      : ` All sizes share their weights, in the download and on the GPU; the
  first picture of another size waits for its shaders.`
  }
- \`negativePrompt\`: what the picture should not show.
- \`seed\`: the same one draws the same noise on every device. \`random: 'torch'\` draws PyTorch's.
${encoder === undefined ? '' : '- `image` with `strength`: a picture to begin with, and how much of it is drawn anew, from 0 to 1.\n'}- \`preview\`: ${preview === undefined ? '' : "`'fast'` gives each step a small picture for free, "}\`'decoded'\` a whole one at the price of a run of the decoder.
- \`signal\`: an \`AbortSignal\`; the picture ends at once, and the pipeline is ready for the next one.

Every fault of a request is told in one \`SnapcError\` of code \`input\`. After \`lost\`, \`pipeline.reload()\` goes on with a new device.

## Serving it

The \`.bin\` files are the weights and tables. They are read with range requests where the connection breaks, and compared with their
SHA-256. \`load({ cache })\` keeps weights in the browser: \`await openWeightCache()\` of \`runtime/cache.js\` makes one. Another
compile has files of the same names, so give each a folder of its own; then all may be cached for ever.

Bundlers move the modules and leave the \`.bin\` files: copy this folder to where it is served, and say \`load({ folder: '/pictures/' })\`.
\`load({ weights: (part) => url })\` reads the weights of a part from somewhere else, which has to allow the page's origin (CORS).

WebGPU needs https or localhost. \`load({ device })\` takes a device of the page, requested with the exported \`requirements\`;
\`load({ memory: 'spare' })\` has one model in memory at a time.
`;
}
