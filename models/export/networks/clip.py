"""The text encoder (transformers: CLIPTextModel, CLIPTextModelWithProjection)."""

import torch
from torch import nn

from .causal_mask import CAUSAL_MASKS
from .scaled_dot_product import scaled_dot_product_attention


class QuickGELU(nn.Module):
    def forward(self, hidden_states):
        return hidden_states * torch.sigmoid(1.702 * hidden_states)


ACTIVATIONS = {"quick_gelu": QuickGELU, "gelu": nn.GELU}


class CLIPTextEmbeddings(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.token_embedding = nn.Embedding(config.vocab_size, config.hidden_size)
        self.position_embedding = nn.Embedding(config.max_position_embeddings, config.hidden_size)
        self.register_buffer("position_ids", torch.arange(config.max_position_embeddings).expand((1, -1)))

    def forward(self, input_ids):
        position_ids = self.position_ids[:, : input_ids.shape[-1]]
        return self.token_embedding(input_ids) + self.position_embedding(position_ids)


class CLIPAttention(nn.Module):
    """Without a mask (None) the causal one is left to scaled_dot_product_attention."""

    def __init__(self, config):
        super().__init__()
        self.heads = config.heads
        self.head_dim = config.hidden_size // config.heads
        self.k_proj = nn.Linear(config.hidden_size, config.hidden_size)
        self.v_proj = nn.Linear(config.hidden_size, config.hidden_size)
        self.q_proj = nn.Linear(config.hidden_size, config.hidden_size)
        self.out_proj = nn.Linear(config.hidden_size, config.hidden_size)

    def split_heads(self, tensor, batch):
        return tensor.view(batch, -1, self.heads, self.head_dim).transpose(1, 2)

    def forward(self, hidden_states, mask):
        batch, length, width = hidden_states.size()
        if mask is None:
            query, key, value = (
                self.split_heads(projection(hidden_states), batch)
                for projection in (self.q_proj, self.k_proj, self.v_proj)
            )
            attended = scaled_dot_product_attention(query, key, value, is_causal=True)
            return self.out_proj(attended.transpose(1, 2).reshape(batch, length, width))
        query = self.q_proj(hidden_states) * self.head_dim**-0.5
        folded = (batch * self.heads, -1, self.head_dim)
        key = self.split_heads(self.k_proj(hidden_states), batch).contiguous().view(*folded)
        value = self.split_heads(self.v_proj(hidden_states), batch).contiguous().view(*folded)
        query = self.split_heads(query, batch).contiguous().view(*folded)
        weights = torch.bmm(query, key.transpose(1, 2))
        weights = weights.view(batch, self.heads, length, length) + mask
        weights = torch.softmax(weights.view(batch * self.heads, length, length), dim=-1)
        attended = torch.bmm(weights, value).view(batch, self.heads, length, self.head_dim)
        return self.out_proj(attended.transpose(1, 2).reshape(batch, length, width))


class CLIPMLP(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.activation_fn = ACTIVATIONS[config.hidden_act]()
        self.fc1 = nn.Linear(config.hidden_size, config.intermediate_size)
        self.fc2 = nn.Linear(config.intermediate_size, config.hidden_size)

    def forward(self, hidden_states):
        return self.fc2(self.activation_fn(self.fc1(hidden_states)))


class CLIPEncoderLayer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.self_attn = CLIPAttention(config)
        self.layer_norm1 = nn.LayerNorm(config.hidden_size)
        self.mlp = CLIPMLP(config)
        self.layer_norm2 = nn.LayerNorm(config.hidden_size)

    def forward(self, hidden_states, mask):
        hidden_states = hidden_states + self.self_attn(self.layer_norm1(hidden_states), mask)
        return hidden_states + self.mlp(self.layer_norm2(hidden_states))


class CLIPEncoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.layers = nn.ModuleList(CLIPEncoderLayer(config) for _ in range(config.layers))

    def forward(self, hidden_states, mask):
        states = [hidden_states]
        for layer in self.layers:
            states.append(layer(states[-1], mask))
        return states


class CLIPTextTransformer(nn.Module):
    """Returns the last state, the pooled state and the state before the last layer."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.embeddings = CLIPTextEmbeddings(config)
        self.encoder = CLIPEncoder(config)
        self.final_layer_norm = nn.LayerNorm(config.hidden_size)

    def forward(self, input_ids):
        batch, length = input_ids.shape
        hidden_states = self.embeddings(input_ids)
        make_mask = CAUSAL_MASKS.get(self.config.mask)
        mask = None if make_mask is None else make_mask(batch, length, hidden_states.dtype)
        states = self.encoder(hidden_states, mask)
        last_hidden_state = self.final_layer_norm(states[-1])
        rows = torch.arange(last_hidden_state.shape[0])
        pooled = last_hidden_state[rows, self.end_of_text(input_ids)]
        return last_hidden_state, pooled, states[-2]

    def end_of_text(self, input_ids):
        ids = input_ids.to(torch.int)
        if self.config.pooling == "eos_id":
            ids = (ids == self.config.eos_token_id).int()
        return ids.argmax(dim=-1)


class CLIPTextModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.text_model = CLIPTextTransformer(config)
        self.penultimate_state = config.penultimate_state
        has_projection = config.projection_dim is not None
        self.text_projection = (
            nn.Linear(config.hidden_size, config.projection_dim, bias=False) if has_projection else None
        )

    def forward(self, input_ids):
        last_hidden_state, pooled, penultimate = self.text_model(input_ids)
        outputs = (last_hidden_state, pooled)
        if self.text_projection is not None:
            outputs = (self.text_projection(pooled), last_hidden_state)
        return outputs + (penultimate,) if self.penultimate_state else outputs
