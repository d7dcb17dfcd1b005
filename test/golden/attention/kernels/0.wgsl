// "layer_norm (moments)", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 5u) { return; }
  let t0 = i;
  let t1 = 8u;
  var sum = 0.0f;
  for (var r = 0u; r < t1; r++) {
    sum += b0[t0 * 8u + r];
  }
  let t2 = sum / f32(t1 - 0u);
  var squares = 0.0f;
  for (var r = 0u; r < t1; r++) {
    let d = b0[t0 * 8u + r] - t2; squares += d * d;
  }
  b1[i * 2u] = t2;
  b1[i * 2u + 1u] = inverseSqrt(squares / 8.0f + 0.000009999999747378752f);
}
