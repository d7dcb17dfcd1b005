/** A page around an emitted pipeline: what to draw, how far it is, the picture, and what went wrong. */

import { description, load } from './pictures/index.js';
import { openWeightCache } from './pictures/runtime/cache.js';

const element = (id) => document.getElementById(id);
const [form, prompt, negative, steps, guidance, size, seed, preview] = [
  'form',
  'prompt',
  'negative',
  'steps',
  'guidance',
  'size',
  'seed',
  'preview',
].map(element);
const [draw, cancel, save, reload, keepSeed] = [
  'draw',
  'cancel',
  'save',
  'reload',
  'keep-seed',
].map(element);
const [status, fault, progress, canvas, timings] = [
  'status',
  'fault',
  'progress',
  'picture',
  'timings',
].map(element);

const PARTS = {
  textEncoder: 'text encoder',
  unet: 'UNet',
  decoder: 'decoder',
  encoder: 'encoder',
};
const { counts, usual } = description.steps;
const choices = [...counts].sort((one, other) => one - other);

let pipeline;
let controller;
let last;

function tell(text, done = 0, total = 1) {
  status.textContent = text;
  progress.value = total > 0 ? done / total : 0;
}

function complain(error) {
  fault.hidden = error === undefined;
  fault.textContent = error === undefined ? '' : error.message;
  reload.hidden = error?.code !== 'lost';
}

function show({ width, height, pixels }) {
  canvas.width = width;
  canvas.height = height;
  canvas.style.aspectRatio = `${width} / ${height}`;
  canvas.getContext('2d').putImageData(new ImageData(pixels, width, height), 0, 0);
}

function setBusy(busy) {
  draw.disabled = busy || pipeline === undefined;
  cancel.hidden = !busy || controller === undefined;
  save.disabled = busy || last === undefined;
  keepSeed.disabled = busy || last === undefined;
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;

function showTimings({ milliseconds }) {
  const sum = milliseconds.steps.reduce((total, one) => total + one, 0);
  const rows = [
    ['words', milliseconds.text],
    [`${milliseconds.steps.length} steps`, sum],
    ['each step', sum / Math.max(milliseconds.steps.length, 1)],
    ['picture', milliseconds.decoder],
    ['in all', milliseconds.text + sum + milliseconds.decoder],
  ];
  timings.tBodies[0].replaceChildren(
    ...rows.map(([name, time]) => {
      const row = document.createElement('tr');
      const head = document.createElement('th');
      head.scope = 'row';
      head.textContent = name;
      row.append(head);
      row.insertCell().textContent = seconds(time);
      return row;
    }),
  );
  timings.hidden = false;
}

function fileName({ seed: drawn }) {
  const words = prompt.value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['picture'];
  return `${words.slice(0, 8).join('-')}-${drawn}.png`;
}

async function open() {
  complain(undefined);
  setBusy(true);
  try {
    const bytes = new Map();
    pipeline = await load({
      cache: await openWeightCache(),
      onProgress: ({ part, phase, done, total }) => {
        if (phase === 'weights') bytes.set(part, [done, total]);
        const megabytes = [...bytes.values()].reduce((sum, [read]) => sum + read, 0) / 1e6;
        const what = phase === 'weights' ? 'reading' : 'preparing';
        tell(`${what} the ${PARTS[part]}: ${megabytes.toFixed(1)} MB so far`, done, total);
      },
    });
    showAdapter();
    const { device } = pipeline;
    void device.lost.then(() => {
      if (pipeline?.device !== device) return;
      complain(Object.assign(new Error('The GPU was lost.'), { code: 'lost' }));
    });
    tell('ready');
  } catch (error) {
    tell('not ready');
    complain(error);
  }
  setBusy(false);
}

function showAdapter() {
  const {
    vendor = '',
    architecture = '',
    description: name = '',
  } = pipeline.device.adapterInfo ?? {};
  element('adapter').textContent =
    name || [vendor, architecture].filter(Boolean).join(' ') || 'a GPU without a name';
}

async function run() {
  controller = new AbortController();
  complain(undefined);
  setBusy(true);
  tell('reading the words');
  try {
    const picture = await pipeline.generate({
      prompt: prompt.value,
      negativePrompt: negative.value,
      steps: choices[Number(steps.value)],
      guidance: Number(guidance.value),
      width: description.sizes[size.selectedIndex].width,
      height: description.sizes[size.selectedIndex].height,
      preview: preview.checked ? (description.preview ? 'fast' : 'decoded') : 'none',
      signal: controller.signal,
      ...(seed.value === '' ? {} : { seed: Number(seed.value) }),
      onStep: ({ step, steps: all, preview: shown }) => {
        if (shown !== undefined) show(shown);
        tell(`step ${step} of ${all}`, step, all);
      },
    });
    last = picture;
    show(picture);
    canvas.setAttribute('aria-label', prompt.value);
    showTimings(picture);
    const { text, steps: each, decoder } = picture.milliseconds;
    const whole = each.reduce((sum, one) => sum + one, text + decoder);
    tell(`drawn in ${seconds(whole)} with seed ${picture.seed}`, 1);
    element('prompt-note').textContent =
      picture.droppedTokens > 0 ? `the last ${picture.droppedTokens} tokens did not fit` : '';
  } catch (error) {
    // In place of a preview: what can be saved is what is seen.
    if (last !== undefined) show(last);
    if (error.code === 'aborted') tell('cancelled');
    else {
      tell('not drawn');
      complain(error);
    }
  }
  controller = undefined;
  setBusy(false);
}

function shown() {
  element('steps-shown').textContent = choices[Number(steps.value)];
  element('guidance-shown').textContent = guidance.value;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!draw.disabled) void run();
});
prompt.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey) return;
  event.preventDefault();
  form.requestSubmit();
});
cancel.addEventListener('click', () => controller?.abort());
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') controller?.abort();
});
keepSeed.addEventListener('click', () => {
  seed.value = String(last.seed);
});
save.addEventListener('click', () => {
  canvas.toBlob((blob) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = fileName(last);
    link.click();
    URL.revokeObjectURL(link.href);
  });
});
reload.addEventListener('click', () => {
  pipeline?.dispose();
  pipeline = undefined;
  void open();
});
for (const slider of [steps, guidance]) slider.addEventListener('input', shown);

document.title = description.name;
document.querySelector('h1').textContent = description.name;
size.replaceChildren(
  ...description.sizes.map(({ width, height }) => new Option(`${width} × ${height}`)),
);
element('sizes').hidden = description.sizes.length === 1;
steps.max = String(choices.length - 1);
steps.value = String(choices.indexOf(usual));
guidance.value = String(description.guidance);
prompt.value = new URLSearchParams(location.search).get('prompt') ?? '';
shown();
if (navigator.gpu === undefined) {
  tell('not ready');
  element('adapter').textContent = 'no WebGPU';
  complain(
    new Error(
      'This browser has no WebGPU, or the page came neither over https nor from localhost. Chrome, Edge and Safari have it in their present versions.',
    ),
  );
} else void open();
