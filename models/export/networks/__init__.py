"""The networks of a latent diffusion pipeline, with the module names that diffusers and transformers use."""
