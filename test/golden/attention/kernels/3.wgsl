// "transpose", 3 times
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let f0 = i * 4u;
  let t1 = (f0 / 20u) * 4u + ((f0 / 4u) % 5u) * 8u + (f0 % 4u);
  let t2 = f0;
  b0[(t2) / 4u] = b1[(t1) / 4u];
}
