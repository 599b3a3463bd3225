"""Whether a word can be a Vietnamese syllable: onset, rhyme and tone. Knows no dictionary.

Only for telling encodings apart; nothing that a person wrote is called wrong by it.
"""

import re
import unicodedata
from functools import lru_cache

_ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
_RHYME_LIST = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet "
    "oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya "
    "uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y yêm yên yêng yêt yêu"
)
_RHYMES = frozenset(_RHYME_LIST.split())
_TONES = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
_SHAPES = {"\u0302", "\u0306", "\u031b"}
"""Marks of â, ă, ơ, which make other letters."""
_STOPPED = re.compile(r"(c|ch|p|t)$")
_CONSONANTS = set("bcdđghklmnpqrstvx")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Return whether the word, in lower case, in capitals or with one at its start, is a syllable."""
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    bare, tones = "", ""
    for sign in unicodedata.normalize("NFD", word.lower()):
        if sign in _TONES:
            if not bare or bare[-1] in _CONSONANTS:
                return False
            tones += _TONES[sign]
        elif sign in _SHAPES or not unicodedata.combining(sign):
            bare += sign
        else:
            return False
    if len(tones) > 1 or (tones in ("f", "r", "x") and tones and _STOPPED.search(bare)):
        return False
    return any(_splits(unicodedata.normalize("NFC", bare)))


def _splits(bare: str) -> list[bool]:
    return [bare.startswith(one) and bare[len(one) :] in _RHYMES for one in _ONSETS]
