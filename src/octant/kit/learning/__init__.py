"""Learn to sort short texts: hashed words and character pieces, and a linear model in numpy.

Knows no product and keeps no text: what a model holds are weights of hashed features.
"""

from octant.kit.learning.features import Features
from octant.kit.learning.model import Guess, Model, train

__all__ = ["Features", "Guess", "Model", "train"]
