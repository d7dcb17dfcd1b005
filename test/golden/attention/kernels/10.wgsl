// "matmul", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(1, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let panel = group.x;
  let lane = local % 1u;
  let m0 = (group.y * 8u + local / 1u) * 1u;
  let item = group.z;
  if (panel * 4u + lane * 4u >= 4u || m0 >= 5u) { return; }
  let s0 = item * 25u;
  let p1 = s0 + (m0 + 0u) * 5u;
  let s2 = item * 4u;
  let q3 = s2 + 0u + panel * 4u + 0u + lane * 4u;
  var c0_0 = vec4<f32>();
  for (var k0 = 0u; k0 < 4u; k0 += 4u) {
    let d4 = k0 * 8u;
    let y5 = b1[(q3 + d4 + 0u) / 4u];
    let y6 = b1[(q3 + d4 + 8u) / 4u];
    let y7 = b1[(q3 + d4 + 16u) / 4u];
    let y8 = b1[(q3 + d4 + 24u) / 4u];
    let x9 = b0[p1 + (k0 + 0u) * 1u];
    let x10 = b0[p1 + (k0 + 1u) * 1u];
    let x11 = b0[p1 + (k0 + 2u) * 1u];
    let x12 = b0[p1 + (k0 + 3u) * 1u];
    c0_0 += x9 * y5 + x10 * y6 + x11 * y7 + x12 * y8;
  }
  let d13 = 4u * 8u;
  let y14 = b1[(q3 + d13 + 0u) / 4u];
  let x15 = b0[p1 + (4u + 0u) * 1u];
  c0_0 += x15 * y14;
  let s16 = item * 4u;
  let r17 = (item * 5u + m0 + 0u) * 4u;
  let o18 = s16 + (m0 + 0u) * 8u;
  let n19 = panel * 4u + 0u + lane * 4u;
  let r20 = r17 + n19;
  b2[(o18 + n19) / 4u] = c0_0;
}
