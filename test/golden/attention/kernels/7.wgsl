// "sub + exp", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 50u) { return; }
  let t0 = b0[i];
  let t1 = b1[(i / 5u)];
  let t2 = t0 - t1;
  let t3 = exp(t2);
  b0[i] = t3;
}
