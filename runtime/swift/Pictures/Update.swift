/// What happens to latents between two runs of the model, in single precision, each operation rounded: so every language
/// gets the same bits from the same output of the model.

/// Each of `from` times `factor`.
func scaled(_ from: [Float], _ factor: Float) -> [Float] {
  from.map { $0 * factor }
}

/// one * factor + other * otherFactor
func mixed(_ one: [Float], _ factor: Float, _ other: [Float], _ otherFactor: Float) -> [Float] {
  zip(one, other).map { number, another in number * factor + another * otherFactor }
}

/// Classifier-free guidance (Ho and Salimans 2022): without the prompt, plus `guidance` times what the prompt changes.
func guided(without: [Float], told: [Float], guidance: Float) -> [Float] {
  zip(without, told).map { number, another in number + guidance * (another - number) }
}

/// The clean latents that the model sees, clamped where the scheduler does so.
func denoise(_ latents: [Float], _ output: [Float], _ step: Step, clip: Double?) -> [Float] {
  let clean = mixed(latents, step.cleanLatent, output, step.cleanOutput)
  guard let clip else { return clean }
  return clean.map { number in
    if Double(number) < -clip { return Float(-clip) }
    return Double(number) > clip ? Float(clip) : number
  }
}

/// The latents of the next step; terms whose coefficient is 0 are left out.
func advance(
  _ step: Step, latents: [Float], output: [Float], denoised: [Float], earlier: [Float]?,
  fresh: [Float]?
) -> [Float] {
  var next = mixed(latents, step.latent, denoised, step.denoised)
  if step.earlier != 0, let earlier { next = mixed(next, 1, earlier, step.earlier) }
  if step.output != 0 { next = mixed(next, 1, output, step.output) }
  if step.noise != 0, let fresh { next = mixed(next, 1, fresh, step.noise) }
  return next
}
