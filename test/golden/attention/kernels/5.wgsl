// "matmul + add", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<f32>;
@group(0) @binding(3) var<storage, read_write> b3: array<f32>;
@compute @workgroup_size(2, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let panel = group.x;
  let lane = local % 2u;
  let m0 = (group.y * 8u + local / 2u) * 1u;
  let item = group.z;
  if (panel * 8u + lane * 4u >= 5u || m0 >= 5u) { return; }
  let s0 = item * 4u;
  let p1 = s0 + (m0 + 0u) * 8u;
  let s2 = item * 4u;
  let q3 = s2 + (0u + min(panel * 8u + 0u + lane * 4u + 0u, 4u)) * 8u;
  let q4 = s2 + (0u + min(panel * 8u + 0u + lane * 4u + 1u, 4u)) * 8u;
  let q5 = s2 + (0u + min(panel * 8u + 0u + lane * 4u + 2u, 4u)) * 8u;
  let q6 = s2 + (0u + min(panel * 8u + 0u + lane * 4u + 3u, 4u)) * 8u;
  var c0_0 = vec4<f32>();
  for (var k0 = 0u; k0 < 4u; k0 += 4u) {
    let y7 = b1[(q3 + k0) / 4u];
    let y8 = b1[(q4 + k0) / 4u];
    let y9 = b1[(q5 + k0) / 4u];
    let y10 = b1[(q6 + k0) / 4u];
    let y11 = vec4(y7[0], y8[0], y9[0], y10[0]);
    let y12 = vec4(y7[1], y8[1], y9[1], y10[1]);
    let y13 = vec4(y7[2], y8[2], y9[2], y10[2]);
    let y14 = vec4(y7[3], y8[3], y9[3], y10[3]);
    let x15 = b0[(p1 + k0) / 4u];
    c0_0 += x15.x * y11 + x15.y * y12 + x15.z * y13 + x15.w * y14;
  }
  let s16 = item * 25u;
  let r17 = (item * 5u + m0 + 0u) * 5u;
  let o18 = s16 + (m0 + 0u) * 5u;
  let n19 = panel * 8u + 0u + lane * 4u;
  let n20 = n19 + 0u;
  let r21 = r17 + n20;
  let t22 = b3[(r21 % 25u)];
  let t23 = c0_0[0] + t22;
  b2[o18 + n20] = t23;
  let n24 = n19 + 1u;
  if (n24 < 5u) {
    let r25 = r17 + n24;
    let t26 = b3[(r25 % 25u)];
    let t27 = c0_0[1] + t26;
    b2[o18 + n24] = t27;
  }
  let n28 = n19 + 2u;
  if (n28 < 5u) {
    let r29 = r17 + n28;
    let t30 = b3[(r29 % 25u)];
    let t31 = c0_0[2] + t30;
    b2[o18 + n28] = t31;
  }
  let n32 = n19 + 3u;
  if (n32 < 5u) {
    let r33 = r17 + n32;
    let t34 = b3[(r33 % 25u)];
    let t35 = c0_0[3] + t34;
    b2[o18 + n32] = t35;
  }
}
