// "transpose", 2 times
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<uniform> parameters: array<vec4<u32>, 1>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let P0 = parameters[0].x;
  let P1 = parameters[0].y;
  let i = id.x;
  if (i >= 288u) { return; }
  let f0 = i;
  let t1 = (f0 / P0) + (f0 % P0) * P1;
  let t2 = f0;
  b0[t2] = b1[t1];
}
