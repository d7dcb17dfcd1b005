// "group_norm + silu", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> b3: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let across = group.x * 2u + local % 2u;
  let down = group.y * 32u + local / 2u;
  if (across >= 2u || down >= 9u) { return; }
  let channel = across * 4u;
  let t0 = id.z * 16u + channel;
  let t1 = b1[(t0) / 4u];
  let t2 = b1[(t0 + 8u) / 4u];
  let t3 = b3[(channel) / 4u];
  for (var n = 0u; n < 4u; n++) {
    let t4 = down * 4u + n;
    let f5 = (id.z * 36u + t4) * 8u + channel;
    let t6 = (id.z * 36u + t4) * 8u + channel + 0u;
    let t7 = (b0[(t6) / 4u] - t1) * t2 + t3;
    let t8 = t7 / (vec4<f32>(1.0f) + exp(-t7));
    b2[(f5) / 4u] = t8;
  }
}
