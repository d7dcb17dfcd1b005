// "add", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let f0 = i * 4u;
  let t1 = b0[(f0) / 4u];
  let t2 = b1[(f0) / 4u];
  let t3 = t1 + t2;
  b2[(f0) / 4u] = t3;
}
