// "gather", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<i32>;
@group(0) @binding(2) var<storage, read> b2: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 8u) { return; }
  let t0 = i32(b1[(i / 4u) % 2u]);
  let t1 = u32(clamp(select(t0, t0 + 10, t0 < 0), 0, 9));
  b0[i] = b2[(i / 8u) * 40u + t1 * 4u + i % 4u];
}
