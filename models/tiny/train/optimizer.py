"""AdamW with an exponential moving average of the weights, on one flat vector: a step costs one message per process."""

import math

import torch


def flatten_into(parameters, vector, attribute):
    """Makes every parameter's data or gradient a view of the vector."""
    start = 0
    for parameter in parameters:
        view = vector[start : start + parameter.numel()].view_as(parameter)
        if attribute == "data":
            view.copy_(parameter.data)
        setattr(parameter, attribute, view)
        start += parameter.numel()


class FlatAdamW:
    MOMENTS = ("weights", "first", "second", "averaged")

    def __init__(self, parameters, averaging, weight_decay=0.01, betas=(0.9, 0.99), greatest_norm=1.0):
        parameters = [parameter for parameter in parameters if parameter.requires_grad]
        size = sum(parameter.numel() for parameter in parameters)
        self.weights, self.gradients = torch.empty(size), torch.zeros(size)
        flatten_into(parameters, self.weights, "data")
        flatten_into(parameters, self.gradients, "grad")
        self.first, self.second = torch.zeros(size), torch.zeros(size)
        self.averaged = self.weights.clone()
        self.averaging, self.weight_decay, self.betas = averaging, weight_decay, betas
        self.greatest_norm = greatest_norm
        self.steps = 0

    def step(self, team, learning_rate):
        """Returns the norm of the gradients; a step whose gradients are not finite is left out."""
        team.average(self.gradients)
        norm = float(self.gradients.norm())
        if math.isfinite(norm):
            self.gradients *= min(1.0, self.greatest_norm / max(norm, 1e-12))
            self.update(learning_rate)
        self.gradients.zero_()
        return norm

    def update(self, learning_rate):
        self.steps += 1
        first_beta, second_beta = self.betas
        self.first.lerp_(self.gradients, 1 - first_beta)
        self.second.mul_(second_beta).addcmul_(self.gradients, self.gradients, value=1 - second_beta)
        deviation = (self.second / (1 - second_beta**self.steps)).sqrt_().add_(1e-8)
        self.weights.mul_(1 - learning_rate * self.weight_decay)
        self.weights.addcdiv_(self.first, deviation, value=-learning_rate / (1 - first_beta**self.steps))
        # Early on the average follows fast, or it would remember the start for long.
        keep = min(self.averaging, (1 + self.steps) / (10 + self.steps))
        self.averaged.lerp_(self.weights, 1 - keep)

    def exchange(self):
        """Puts the averaged weights in the place of the trained ones; a second call puts them back."""
        trained = self.weights.clone()
        self.weights.copy_(self.averaged)
        self.averaged.copy_(trained)

    def state(self):
        return {**{name: getattr(self, name) for name in self.MOMENTS}, "steps": self.steps}

    def restore(self, state):
        for name in self.MOMENTS:
            getattr(self, name).copy_(state[name])
        self.steps = state["steps"]


def cosine(step, steps, peak, warm_up, floor=0.02):
    """The learning rate: a linear rise, then a half cosine down to floor * peak."""
    rise = min(1.0, (step + 1) / warm_up)
    fall = floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * step / steps))
    return peak * rise * fall
