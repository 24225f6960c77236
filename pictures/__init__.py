"""Pictures from outside, untrusted: how large they are, and smaller ones made of them; knows nothing of Odoo."""
from .shrinking import points, shrunk

__all__ = ["points", "shrunk"]
