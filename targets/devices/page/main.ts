/** The page itself: a button, how far it is, and what it found, to copy or to download. */

import type { SubgroupSize } from '../device.ts';
import { measure } from './measure.ts';
import type { Measured } from './measured.ts';

/** Of one measurement, unless the address says `?milliseconds=`. */
const MILLISECONDS = 60;
const STORED_AS = 'measured.json';

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
}

const start = element('start', HTMLButtonElement);
const status = element('status', HTMLElement);
const bar = element('bar', HTMLProgressElement);
const results = element('results', HTMLElement);
const figures = element('figures', HTMLElement);
const text = element('json', HTMLPreElement);
const copy = element('copy', HTMLButtonElement);
const download = element('download', HTMLAnchorElement);

let running: AbortController | undefined;

start.addEventListener('click', () => {
  if (running !== undefined) running.abort();
  else void run();
});
copy.addEventListener('click', () => void copyText());

async function run(): Promise<void> {
  running = new AbortController();
  const { signal } = running;
  start.textContent = 'Stop';
  results.hidden = true;
  bar.hidden = false;
  try {
    show(await measure(await openAdapter(), { ...settings(), signal, onProgress: tell }));
  } catch (error) {
    bar.hidden = true;
    status.textContent = signal.aborted
      ? 'Stopped.'
      : `This did not work: ${error instanceof Error ? error.message : String(error)}`;
  }
  start.textContent = 'Measure again';
  running = undefined;
}

function settings() {
  const given = Number(new URLSearchParams(location.search).get('milliseconds'));
  return { userAgent: navigator.userAgent, milliseconds: given > 0 ? given : MILLISECONDS };
}

async function openAdapter(): Promise<GPUAdapter> {
  // Absent in an older browser, and in any on a page that came over plain http.
  const gpu = 'gpu' in navigator ? navigator.gpu : undefined;
  if (gpu === undefined) {
    throw new Error(
      isSecureContext
        ? 'this browser has no WebGPU'
        : 'WebGPU needs https, or localhost: serve this page so',
    );
  }
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('this browser finds no WebGPU adapter');
  return adapter;
}

function tell(what: string, done: number, total: number): void {
  bar.max = total;
  bar.value = done;
  status.textContent = done === total ? 'Done.' : `Measuring ${what} ...`;
}

function show({ webgpu, costs }: Measured): void {
  const { value: tile } = webgpu.kernels.matmul;
  const bytes = webgpu.limits['maxStorageBufferBindingSize']?.value ?? 0;
  const rows: readonly (readonly [string, string])[] = [
    ['Browser', webgpu.browser.value],
    ['Adapter', Object.values(webgpu.adapter?.value ?? { vendor: 'without a name' }).join(' ')],
    ['fp32', `${costs.peakFp32Gflops.value} GFLOP/s`],
    ['fp16', costs.peakFp16Gflops === null ? 'no' : `${costs.peakFp16Gflops.value} GFLOP/s`],
    ['Bandwidth', `${costs.bandwidthGigabytesPerSecond.value} GB/s`],
    ['Dispatch', `${costs.dispatchMicroseconds.value} µs`],
    ['Best tile', `${tile.rows} x ${tile.columns}`],
    ['Subgroups', subgroups(webgpu.subgroupSize?.value)],
    ['Largest binding', `${Math.floor(bytes / 2 ** 20)} MiB`],
  ];
  figures.replaceChildren(
    ...rows.flatMap(([name, value]) => [cell('dt', name), cell('dd', value)]),
  );
  text.textContent = `${JSON.stringify({ webgpu, costs }, undefined, 2)}\n`;
  URL.revokeObjectURL(download.href);
  download.href = URL.createObjectURL(new Blob([text.textContent], { type: 'application/json' }));
  download.download = STORED_AS;
  results.hidden = false;
  bar.hidden = true;
}

function subgroups(size: SubgroupSize | undefined): string {
  if (size === undefined) return 'no';
  return size.min === size.max ? String(size.min) : `${size.min} to ${size.max}`;
}

function cell(name: 'dt' | 'dd', content: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}

async function copyText(): Promise<void> {
  try {
    await navigator.clipboard.writeText(text.textContent);
    copy.textContent = 'Copied';
  } catch {
    // Not allowed here: the text is selected, so that one long press copies it.
    getSelection()?.selectAllChildren(text);
    copy.textContent = 'Selected';
  }
}
