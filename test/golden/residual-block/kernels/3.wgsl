// "group_norm + silu", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read> b2: array<f32>;
@group(0) @binding(3) var<storage, read> b3: array<f32>;
@group(0) @binding(4) var<storage, read_write> b4: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 288u) { return; }
  let f0 = i;
  let t1 = (f0 / 288u) * 4u + (f0 % 8u) / 2u;
  let t2 = (b0[f0] - b1[t1 * 2u]) * b1[t1 * 2u + 1u];
  let t3 = f0 % 8u;
  let t4 = t2 * b2[t3];
  let t5 = t4 + b3[t3];
  let t6 = t5 / (1.0f + exp(-t5));
  b4[f0] = t6;
}
