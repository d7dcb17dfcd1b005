// "group_norm + silu (merge)", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read> b2: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 4u) { return; }
  let item = i / 4u;
  let channel = i % 4u * 2u;
  let t0 = item * 32u + channel;
  var sum = 0.0f;
  for (var s = 0u; s < 2u; s++) {
    let count = select(18.0f, 18.0f, s == 1u);
    for (var c = 0u; c < 2u; c++) {
      sum += b0[t0 + s * 16u + 0u + c] * count;
    }
  }
  let t1 = sum / 72.0f;
  var squares = 0.0f;
  for (var s = 0u; s < 2u; s++) {
    let count = select(18.0f, 18.0f, s == 1u);
    for (var c = 0u; c < 2u; c++) {
      let d = b0[t0 + s * 16u + 0u + c] - t1; squares += b0[t0 + s * 16u + 8u + c] + d * d * count;
    }
  }
  let t2 = inverseSqrt(squares / 72.0f + 0.000009999999747378752f);
  for (var c = 0u; c < 2u; c++) {
    let t3 = item * 16u + channel + c;
    b1[t3] = t1;
    b1[t3 + 8u] = t2 * b2[channel + c];
  }
}
