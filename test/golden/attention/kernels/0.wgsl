// "layer_norm", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b2: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> b3: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 5u) { return; }
  let t0 = i * 8u;
  let t1 = b0[(t0) / 4u][(t0) % 4u];
  var sum2 = vec4<f32>();
  var squares3 = vec4<f32>();
  for (var r = 0u; r < 8u; r += 4u) {
    let t4 = b0[(t0 + r) / 4u];
    let t5 = t4 - t1;
    sum2 += t5;
    squares3 += t5 * t5;
  }
  let t6 = dot(sum2, vec4<f32>(1.0f));
  let t7 = t6 / 8.0f;
  let t8 = t1 + t7;
  let t9 = max(dot(squares3, vec4<f32>(1.0f)) - t6 * t7, f32());
  let t10 = inverseSqrt(t9 / 8.0f + 0.000009999999747378752f);
  for (var r = 0u; r < 8u; r += 4u) {
    let f11 = t0 + r;
    let t12 = (b0[(f11) / 4u] - t8) * t10;
    let t13 = t12 * b2[(r) / 4u];
    let t14 = t13 + b3[(r) / 4u];
    b1[(f11) / 4u] = t14;
  }
}
