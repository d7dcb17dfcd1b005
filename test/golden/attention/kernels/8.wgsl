// "reduce_sum + max", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let t0 = (i / 5u) * 25u + (i % 5u) * 5u;
  var sum1 = 0.0f;
  for (var r = 0u; r < 5u; r++) {
    let t2 = b0[t0 + r];
    sum1 = sum1 + t2;
  }
  let t3 = sum1;
  let t4 = select(select(max(t3, 1.0f), 1.0f, ((bitcast<u32>(1.0f) & u32(0x7fffffffu)) > u32(0x7f800000u))), t3, ((bitcast<u32>(t3) & u32(0x7fffffffu)) > u32(0x7f800000u)));
  b1[i] = t4;
}
