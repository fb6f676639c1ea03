"""What we send, in whose words, and to whom we send nothing more."""

from letters.models.letters import Letter
from letters.models.stopped import Stopped
from letters.models.words import LetterWords

__all__ = ["Letter", "LetterWords", "Stopped"]
