// "where", once
@group(0) @binding(0) var<storage, read_write> b0: array<u32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 25u) { return; }
  let t0 = (b0[i] != u32(0u));
  let t1 = select(-1000000000.0f, 0.0f, t0);
  b1[i] = t1;
}
