"""CLIP's byte-level BPE: learning its merges from the captions, and using them."""
