"""The repository speaks of air defence, not of how or where it was written."""

from __future__ import annotations

import codecs
import re

from shape.sources import PACKAGE, ROOT, tracked

# Words of a workplace mean nothing to a reader. Turned by thirteen letters, so that the list does not find itself.
_WORDS = [codecs.decode(word, "rot13") for word in ("qbffvre", "fhontrag", "juvgrobneq", "gur prb", "qrirybcref.zq")]
_PLACES = [r"(?<![\w.~-])/(?:work|home|users|root|farm)/", r"(?<![\w-])sh[a]red/"]
_TALK = [r"\bissue #?\d", r"\b(?:this|each|another|later|earlier) (?:session|agent)s?\b"]
_LEFT_OVER = [r"\bt[o]do\b", r"\bfix[m]e\b", r"\bx[x]x\b", r"\blorem i[p]sum\b", r"\bcoming s[o]on\b"]
FORBIDDEN = re.compile("|".join([*map(re.escape, _WORDS), *_PLACES, *_TALK, *_LEFT_OVER]), re.IGNORECASE)


def test_the_pattern_bites() -> None:
    for text in ("see the " + _WORDS[0], "open /wo" + "rk/x", "left for later: TO" + "DO", "sha" + "red/x.csv"):
        assert FORBIDDEN.search(text), text
    assert not FORBIDDEN.search("shared luck, framework/x, docs/home/page, https://example.org/work/paper")


def test_text_speaks_of_the_subject_only() -> None:
    found: list[str] = []
    for path in tracked():
        if path.is_relative_to(PACKAGE / "web" / "static"):
            continue  # built, most of it from packages of others
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # terrain, pictures
        name = str(path.relative_to(ROOT))
        found += [f"{name}:{at}: {line.strip()[:120]}" for at, line in enumerate(lines, 1) if FORBIDDEN.search(line)]
    assert not found, "\n".join(found)
