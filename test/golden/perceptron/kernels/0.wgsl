// "matmul + add + silu", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> b3: array<vec4<f32>>;
@compute @workgroup_size(4, 2, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let panel = group.x;
  let lane = local % 4u;
  let m0 = (group.y * 2u + local / 4u) * 1u;
  let item = group.z;
  if (panel * 16u + lane * 4u >= 16u || m0 >= 2u) { return; }
  let s0 = 0u;
  let p1 = s0 + (m0) * 8u;
  let q2 = panel * 128u + lane * 4u;
  var c0_0 = vec4<f32>();
  for (var k0 = 0u; k0 < 8u; k0 += 4u) {
    let d3 = k0 * 16u;
    let y4 = b1[(q2 + d3) / 4u];
    let y5 = b1[(q2 + d3 + 16u) / 4u];
    let y6 = b1[(q2 + d3 + 32u) / 4u];
    let y7 = b1[(q2 + d3 + 48u) / 4u];
    let x8 = b0[(p1 + k0) / 4u];
    c0_0 += x8.x * y4 + x8.y * y5 + x8.z * y6 + x8.w * y7;
  }
  let s9 = 0u;
  let n10 = panel * 16u + lane * 4u;
  let r11 = (item * 2u + m0) * 16u + n10;
  let o12 = s9 + m0 * 16u + n10;
  let t13 = b3[((r11 % 16u)) / 4u];
  let t14 = c0_0 + t13;
  let t15 = t14 / (vec4<f32>(1.0f) + exp(-t14));
  b2[(o12) / 4u] = t15;
}
