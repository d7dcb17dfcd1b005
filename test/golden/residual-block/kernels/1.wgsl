// "group_norm + silu (moments)", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let across = group.x * 2u + local % 2u;
  let down = group.y * 32u + local / 2u;
  if (across >= 2u || down >= 2u) { return; }
  let channel = across * 4u;
  let t0 = down * 18u;
  let t1 = min(t0 + 18u, 36u);
  let t2 = (id.z * 36u + t0) * 8u + channel + 0u;
  let t3 = b0[(t2) / 4u];
  var sum4 = vec4<f32>();
  var squares5 = vec4<f32>();
  for (var p = t0; p < t1; p++) {
    let t6 = b0[(t2 + (p - t0) * 8u) / 4u];
    let t7 = t6 - t3;
    sum4 += t7;
    squares5 += t7 * t7;
  }
  let t8 = sum4;
  let t9 = t8 / f32(t1 - t0);
  let t10 = t3 + t9;
  let t11 = max(squares5 - t8 * t9, vec4<f32>());
  let t12 = (id.z * 2u + down) * 16u + channel;
  b1[(t12) / 4u] = t10;
  b1[(t12 + 8u) / 4u] = t11;
}
