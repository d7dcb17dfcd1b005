// "matmul + add", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> b3: array<vec4<f32>>;
@compute @workgroup_size(2, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let panel = group.x;
  let lane = local;
  let m0 = group.y * 1u;
  let item = group.z;
  if (panel * 8u + lane * 4u >= 8u || m0 >= 1u) { return; }
  let s0 = 0u;
  let p1 = s0 + (m0) * 0u;
  let q2 = panel * 128u + lane * 4u;
  var c0_0 = vec4<f32>();
  for (var k0 = 0u; k0 < 16u; k0 += 4u) {
    let d3 = k0 * 8u;
    let y4 = b1[(q2 + d3) / 4u];
    let y5 = b1[(q2 + d3 + 8u) / 4u];
    let y6 = b1[(q2 + d3 + 16u) / 4u];
    let y7 = b1[(q2 + d3 + 24u) / 4u];
    let x8 = b0[(p1 + k0) / 4u];
    c0_0 += x8.x * y4 + x8.y * y5 + x8.z * y6 + x8.w * y7;
  }
  let s9 = 0u;
  let n10 = panel * 8u + lane * 4u;
  let r11 = (item * 1u + m0) * 8u + n10;
  let o12 = s9 + m0 * 0u + n10;
  let t13 = b3[(r11) / 4u];
  let t14 = c0_0 + t13;
  b2[(o12) / 4u] = t14;
}
