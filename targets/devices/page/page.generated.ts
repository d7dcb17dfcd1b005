/** The page that measures a phone; kept in step with its sources by `npm run generate`. */

export const measurePage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>snapc: measure this device</title>
    <link rel="icon" href="data:," />
    <style>
      :root {
        --ground: #f6f7f9;
        --card: #ffffff;
        --text: #1b1f24;
        --soft: #5b6570;
        --line: #dde1e6;
        --accent: #1f5fd6;
        --on-accent: #ffffff;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #101317;
          --card: #181c22;
          --text: #e7eaee;
          --soft: #9aa4b0;
          --line: #2b323b;
          --accent: #7aa7ff;
          --on-accent: #0b1220;
        }
      }
      * {
        box-sizing: border-box;
      }
      body {
        margin: 0;
        padding: 24px 16px calc(24px + env(safe-area-inset-bottom));
        background: var(--ground);
        color: var(--text);
        font:
          16px/1.5 system-ui,
          sans-serif;
      }
      main {
        max-width: 36rem;
        margin: 0 auto;
      }
      h1 {
        margin: 0 0 8px;
        font-size: 1.5rem;
        line-height: 1.25;
      }
      p {
        margin: 0 0 16px;
        color: var(--soft);
      }
      button,
      .button {
        display: inline-block;
        min-height: 44px;
        padding: 10px 20px;
        border: 1px solid var(--accent);
        border-radius: 10px;
        background: transparent;
        color: var(--accent);
        font: inherit;
        font-weight: 600;
        line-height: 22px;
        text-decoration: none;
        cursor: pointer;
      }
      .main {
        width: 100%;
        background: var(--accent);
        color: var(--on-accent);
      }
      button:focus-visible,
      .button:focus-visible {
        outline: 3px solid var(--accent);
        outline-offset: 2px;
      }
      progress {
        width: 100%;
        height: 8px;
        margin-top: 16px;
        accent-color: var(--accent);
      }
      #status {
        min-height: 24px;
        margin: 8px 0 16px;
      }
      section {
        padding: 16px;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--card);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 6px 16px;
        margin: 0 0 16px;
      }
      dt {
        color: var(--soft);
      }
      dd {
        margin: 0;
        text-align: right;
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
      }
      .actions > * {
        flex: 1;
        text-align: center;
      }
      details {
        margin-top: 16px;
      }
      summary {
        min-height: 32px;
        color: var(--soft);
        cursor: pointer;
      }
      pre {
        max-height: 50vh;
        margin: 8px 0 0;
        overflow: auto;
        font-size: 12px;
        line-height: 1.4;
      }
      [hidden] {
        display: none;
      }
    </style>
  </head>
  <body>
    <main>
      <h1>What can this device do?</h1>
      <p>
        Reads the limits and features of WebGPU here and times a few small kernels. It takes some
        seconds; nothing leaves the device.
      </p>
      <button id="start" class="main" type="button">Measure</button>
      <progress id="bar" value="0" max="1" aria-label="progress" hidden></progress>
      <p id="status" role="status"></p>
      <section id="results" hidden>
        <dl id="figures"></dl>
        <div class="actions">
          <a id="download" class="button" href="data:,">Download</a>
          <button id="copy" type="button">Copy</button>
        </div>
        <details>
          <summary>The file, for snapc devices new --from</summary>
          <pre id="json"></pre>
        </details>
      </section>
    </main>
    <script type="module">
// shaders.ts
var LANES = 64;
var COPY = \`
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> target_: array<vec4f>;
@compute @workgroup_size(\${LANES}) fn main(@builtin(global_invocation_id) id: vec3u) {
  target_[id.x] = source[id.x];
}\`;
var EMPTY = \`
@group(0) @binding(0) var<storage, read_write> target_: array<vec4f>;
@compute @workgroup_size(1) fn main() {
  if (arrayLength(&target_) == 0u) { target_[0] = vec4f(); }
}\`;
var CHAINS = 8;
var TURNS = 64;
var STEPS = 4;
var ARITHMETIC_FLOPS = CHAINS * TURNS * STEPS * 4 * 2;
function arithmetic(type) {
  const chains = Array.from({ length: CHAINS }, (_, index) => \`a\${index}\`);
  const chained = (name) => Array.from({ length: STEPS }).reduce((inner) => \`(\${inner} * x + y)\`, name);
  return \`\${type === "f16" ? "enable f16;" : ""}
alias Lane = vec4<\${type}>;
@group(0) @binding(0) var<storage, read_write> target_: array<vec4f>;
@compute @workgroup_size(\${LANES}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = Lane(\${type}(0.5) + \${type}(id.x % 8u) * \${type}(0.03125));
  let y = Lane(\${type}(0.25));
  \${chains.map((name, index) => \`var \${name} = Lane(\${type}(\${index}));\`).join("\\n  ")}
  for (var turn = 0u; turn < \${TURNS}u; turn++) {
    \${chains.map((name) => \`\${name} = \${chained(name)};\`).join("\\n    ")}
  }
  target_[id.x] = vec4f(\${chains.join(" + ")});
}\`;
}
function product(size, rows, columns) {
  const wide = size / 4;
  const across = Array.from({ length: columns / 4 }, (_, index) => index);
  const down = Array.from({ length: rows }, (_, index) => index);
  const each = (line) => down.flatMap((row) => across.map((column) => line(row, column))).join("\\n    ");
  const right = [0, 1, 2, 3].flatMap(
    (step) => across.map(
      (column) => \`let b\${step}_\${column} = b[(4u * k + \${step}u) * \${wide}u + left + \${column}u];\`
    )
  );
  return \`
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>;
@compute @workgroup_size(8, 8) fn main(@builtin(global_invocation_id) id: vec3u) {
  let left = id.x * \${across.length}u;
  let top = id.y * \${rows}u;
  if (left >= \${wide}u || top >= \${size}u) { return; }
  \${each((row, column) => \`var c\${row}_\${column} = vec4f();\`)}
  for (var k = 0u; k < \${wide}u; k++) {
    \${right.join("\\n    ")}
    \${down.map((row) => \`let a\${row} = a[(top + \${row}u) * \${wide}u + k];\`).join("\\n    ")}
    \${each(
    (row, column) => \`c\${row}_\${column} += a\${row}.x * b0_\${column} + a\${row}.y * b1_\${column} + a\${row}.z * b2_\${column} + a\${row}.w * b3_\${column};\`
  )}
  }
  \${each((row, column) => \`c[(top + \${row}u) * \${wide}u + left + \${column}u] = c\${row}_\${column};\`)}
}\`;
}

// benchmarks.ts
var STORAGE = 128;
var COPY_SRC = 4;
var COPY_DST = 8;
var MAP_READ = 1;
var COPIED_BYTES = 32 * 2 ** 20;
async function bandwidth({ device, stopwatch }) {
  return withBuffers(device, [COPIED_BYTES, COPIED_BYTES], async (buffers) => {
    const workgroups = [COPIED_BYTES / 16 / LANES];
    return 2 * COPIED_BYTES / await stopwatch.seconds({ code: COPY, buffers, workgroups }) / 1e9;
  });
}
var ARITHMETIC_WORKGROUPS = 1024;
async function peak({ device, stopwatch }, type) {
  const invocations = ARITHMETIC_WORKGROUPS * LANES;
  return withBuffers(device, [invocations * 16], async (buffers) => {
    const work = { code: arithmetic(type), buffers, workgroups: [ARITHMETIC_WORKGROUPS] };
    return invocations * ARITHMETIC_FLOPS / await stopwatch.seconds(work) / 1e9;
  });
}
async function dispatchCost({ device, stopwatch }) {
  return withBuffers(device, [16], async (buffers) => {
    return 1e6 * await stopwatch.seconds({ code: EMPTY, buffers, workgroups: [1] });
  });
}
var TILES = [
  [4, 4],
  [4, 8],
  [8, 8]
];
async function productSpeed({ device, stopwatch }, size, [rows, columns]) {
  const bytes = size * size * 4;
  return withBuffers(device, [bytes, bytes, bytes], async (buffers) => {
    const [, , result] = buffers;
    const workgroups = [Math.ceil(size / columns / 8), Math.ceil(size / rows / 8)];
    const code = product(size, rows, columns);
    const seconds = await stopwatch.seconds({ code, buffers, workgroups });
    const last = result && await lastElement(device, result, bytes);
    if (last !== size) throw new Error(\`a matrix product gives \${last}, not \${size}\`);
    return 2 * size ** 3 / seconds / 1e9;
  });
}
async function withBuffers(device, sizes, use) {
  const buffers = sizes.map((size) => {
    const usage = STORAGE | COPY_SRC;
    const buffer = device.createBuffer({ size, usage, mappedAtCreation: true });
    new Float32Array(buffer.getMappedRange()).fill(1);
    buffer.unmap();
    return buffer;
  });
  try {
    return await use(buffers);
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
}
async function lastElement(device, buffer, bytes) {
  const staging = device.createBuffer({ size: 4, usage: MAP_READ | COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, bytes - 4, staging, 0, 4);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(1);
  const [value = NaN] = new Float32Array(staging.getMappedRange());
  staging.destroy();
  return value;
}

// identity.ts
function identityOf({ limits, features, info }, userAgent) {
  const browser = browserOf(userAgent);
  const names = [info.vendor, info.architecture, info.device, info.description];
  const where = \`\${browser}, adapter \${names.filter((name) => name !== "").join(" ") || "without a name"}\`;
  const measured = (value, what) => {
    return { value, source: "measured", from: \`\${where}: \${what}\` };
  };
  const size = subgroupSizeOf(info);
  const listed = [...features].filter((name) => name !== "subgroups" || size !== void 0);
  const hasSubgroups = size !== void 0 && listed.includes("subgroups");
  const identity = {
    vendor: info.vendor,
    ...info.architecture === "" ? {} : { architecture: info.architecture }
  };
  return {
    where,
    told: {
      browser: measured(browser, "navigator.userAgent"),
      ...info.vendor === "" ? {} : { adapter: measured(identity, "adapter.info") },
      limits: limitsOf(limits, (value) => measured(value, "adapter.limits")),
      features: measured(listed.sort(byName), "adapter.features"),
      subgroupSize: hasSubgroups ? measured(size, "adapter.info") : null
    }
  };
}
function limitsOf(limits, figure) {
  const found = {};
  for (const name in limits) {
    const value = limits[name];
    if (typeof value === "number") found[name] = figure(value);
  }
  return found;
}
function subgroupSizeOf(info) {
  const { subgroupMinSize: min, subgroupMaxSize: max } = info;
  return min === void 0 || max === void 0 || min < 4 ? void 0 : { min, max };
}
function browserOf(userAgent) {
  const [, name = "a browser", version = ""] = /(Firefox|FxiOS|SamsungBrowser|HeadlessChrome|CriOS|Chrome)\\/(\\d+)/.exec(userAgent) ?? /(Version)\\/(\\d+(?:\\.\\d+)?).*Safari/.exec(userAgent) ?? [];
  return \`\${name === "Version" ? "Safari" : name} \${version}\`.trim();
}
function byName(a, b) {
  return a < b ? -1 : 1;
}

// stopwatch.ts
var MOST_DISPATCHES = 4096;
var REPEATS = 3;
var Stopwatch = class {
  #device;
  /** Of one measurement. */
  #milliseconds;
  #signal;
  /** What submitting nothing takes. */
  #nothing;
  constructor(device, milliseconds, signal) {
    this.#device = device;
    this.#milliseconds = milliseconds;
    this.#signal = signal;
  }
  /** Seconds of one dispatch: of several measurements the shortest. */
  async seconds({ code, buffers, workgroups }) {
    const device = this.#device;
    const pipeline = await device.createComputePipelineAsync({
      layout: "auto",
      compute: { module: device.createShaderModule({ code }) }
    });
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
    });
    const run2 = (times2) => this.#submit((pass) => {
      pass.setPipeline(pipeline);
      for (let index = 0; index < times2; index++) {
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...workgroups);
      }
    });
    this.#nothing ??= Math.min(await run2(0), await run2(0), await run2(0));
    await run2(1);
    let times = 1;
    let best = await run2(times);
    while (best - this.#nothing < this.#milliseconds && times < MOST_DISPATCHES) {
      const missing = this.#milliseconds / Math.max(best - this.#nothing, 0.1);
      times = Math.min(MOST_DISPATCHES, times * Math.ceil(Math.min(Math.max(missing, 2), 16)));
      best = await run2(times);
    }
    for (let again = 1; again < REPEATS; again++) best = Math.min(best, await run2(times));
    return Math.max(best - this.#nothing, 0.01) / times / 1e3;
  }
  async #submit(work) {
    this.#signal?.throwIfAborted();
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    work(pass);
    pass.end();
    const commands = encoder.finish();
    const begun = performance.now();
    this.#device.queue.submit([commands]);
    await this.#device.queue.onSubmittedWorkDone();
    return performance.now() - begun;
  }
};

// measure.ts
var STAGES = 4 + TILES.length;
var FAST_GFLOPS = 50;
async function measure(adapter, options) {
  const { where, told } = identityOf(adapter, options.userAgent);
  const hasHalf = adapter.features.has("shader-f16");
  const device = await adapter.requestDevice({ requiredFeatures: hasHalf ? ["shader-f16"] : [] });
  const faults = [];
  device.addEventListener("uncapturederror", ({ error }) => faults.push(error.message));
  void device.lost.then(({ message }) => faults.push(\`the device was lost: \${message}\`));
  const stopwatch = new Stopwatch(device, options.milliseconds, options.signal);
  const bench = { device, stopwatch };
  let done = 0;
  const stage = async (what, work) => {
    options.signal?.throwIfAborted();
    options.onProgress?.(what, done++, STAGES);
    const result = await work();
    if (faults[0] !== void 0) throw new Error(\`\${what}: \${faults[0]}\`);
    return result;
  };
  const figure = (value, how) => {
    return { value, source: "measured", from: \`\${where}: \${how}\` };
  };
  try {
    const copied = await stage("memory bandwidth", () => bandwidth(bench));
    const fp32 = await stage("fp32 arithmetic", () => peak(bench, "f32"));
    const fp16 = await stage("fp16 arithmetic", async () => hasHalf ? peak(bench, "f16") : null);
    const microseconds = await stage("dispatches", () => dispatchCost(bench));
    const size = fp32 > FAST_GFLOPS ? 512 : 256;
    const speeds = [];
    for (const tile2 of TILES) {
      const work = () => productSpeed(bench, size, tile2);
      speeds.push(await stage(\`matrix product, \${tile2.join(" x ")} tiles\`, work));
    }
    options.onProgress?.("done", STAGES, STAGES);
    const [rows, columns] = TILES[speeds.indexOf(Math.max(...speeds))] ?? TILES[0];
    const compared = TILES.map(
      (tile2, index) => \`\${tile2.join(" x ")} \${digits(speeds[index] ?? 0)}\`
    );
    const tile = { rows, columns, vectorWidth: 4, workgroupSize: [8, 8, 1] };
    const adds = "multiply-adds on vec4s in registers";
    return {
      webgpu: {
        ...told,
        kernels: {
          matmul: figure(tile, \`GFLOP/s at \${size} x \${size} x \${size}: \${compared.join(", ")}\`)
        }
      },
      costs: {
        peakFp32Gflops: figure(digits(fp32), adds),
        peakFp16Gflops: fp16 === null ? null : figure(digits(fp16), \`\${adds}, fp16\`),
        bandwidthGigabytesPerSecond: figure(
          digits(copied),
          \`a kernel that copies \${COPIED_BYTES / 2 ** 20} MiB of vec4f, bytes read and written\`
        ),
        dispatchMicroseconds: figure(
          digits(microseconds),
          "empty dispatches in one pass, each with a bind group"
        )
      }
    };
  } finally {
    device.destroy();
  }
}
function digits(value) {
  return Number(value.toPrecision(3));
}

// main.ts
var MILLISECONDS = 60;
var STORED_AS = "measured.json";
function element(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(\`the page has no \${id}\`);
}
var start = element("start", HTMLButtonElement);
var status = element("status", HTMLElement);
var bar = element("bar", HTMLProgressElement);
var results = element("results", HTMLElement);
var figures = element("figures", HTMLElement);
var text = element("json", HTMLPreElement);
var copy = element("copy", HTMLButtonElement);
var download = element("download", HTMLAnchorElement);
var running;
start.addEventListener("click", () => {
  if (running !== void 0) running.abort();
  else void run();
});
copy.addEventListener("click", () => void copyText());
async function run() {
  running = new AbortController();
  const { signal } = running;
  start.textContent = "Stop";
  results.hidden = true;
  bar.hidden = false;
  try {
    show(await measure(await openAdapter(), { ...settings(), signal, onProgress: tell }));
  } catch (error) {
    bar.hidden = true;
    status.textContent = signal.aborted ? "Stopped." : \`This did not work: \${error instanceof Error ? error.message : String(error)}\`;
  }
  start.textContent = "Measure again";
  running = void 0;
}
function settings() {
  const given = Number(new URLSearchParams(location.search).get("milliseconds"));
  return { userAgent: navigator.userAgent, milliseconds: given > 0 ? given : MILLISECONDS };
}
async function openAdapter() {
  const gpu = "gpu" in navigator ? navigator.gpu : void 0;
  if (gpu === void 0) {
    throw new Error(
      isSecureContext ? "this browser has no WebGPU" : "WebGPU needs https, or localhost: serve this page so"
    );
  }
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error("this browser finds no WebGPU adapter");
  return adapter;
}
function tell(what, done, total) {
  bar.max = total;
  bar.value = done;
  status.textContent = done === total ? "Done." : \`Measuring \${what} ...\`;
}
function show({ webgpu, costs }) {
  const { value: tile } = webgpu.kernels.matmul;
  const bytes = webgpu.limits["maxStorageBufferBindingSize"]?.value ?? 0;
  const rows = [
    ["Browser", webgpu.browser.value],
    ["Adapter", Object.values(webgpu.adapter?.value ?? { vendor: "without a name" }).join(" ")],
    ["fp32", \`\${costs.peakFp32Gflops.value} GFLOP/s\`],
    ["fp16", costs.peakFp16Gflops === null ? "no" : \`\${costs.peakFp16Gflops.value} GFLOP/s\`],
    ["Bandwidth", \`\${costs.bandwidthGigabytesPerSecond.value} GB/s\`],
    ["Dispatch", \`\${costs.dispatchMicroseconds.value} \\xB5s\`],
    ["Best tile", \`\${tile.rows} x \${tile.columns}\`],
    ["Subgroups", subgroups(webgpu.subgroupSize?.value)],
    ["Largest binding", \`\${Math.floor(bytes / 2 ** 20)} MiB\`]
  ];
  figures.replaceChildren(
    ...rows.flatMap(([name, value]) => [cell("dt", name), cell("dd", value)])
  );
  text.textContent = \`\${JSON.stringify({ webgpu, costs }, void 0, 2)}
\`;
  URL.revokeObjectURL(download.href);
  download.href = URL.createObjectURL(new Blob([text.textContent], { type: "application/json" }));
  download.download = STORED_AS;
  results.hidden = false;
  bar.hidden = true;
}
function subgroups(size) {
  if (size === void 0) return "no";
  return size.min === size.max ? String(size.min) : \`\${size.min} to \${size.max}\`;
}
function cell(name, content) {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}
async function copyText() {
  try {
    await navigator.clipboard.writeText(text.textContent);
    copy.textContent = "Copied";
  } catch {
    getSelection()?.selectAllChildren(text);
    copy.textContent = "Selected";
  }
}
</script>
  </body>
</html>
`;
