"""Text of unknown origin shows what it is, and writing stays writing."""

import pytest

from milestonectl.render.words import inert

WRITING = {
    "a woman at a computer": "\U0001f469\u200d\U0001f4bb",
    "of a colour": "\U0001f469\U0001f3fd\u200d\U0001f4bb",
    "a heart on fire": "❤\ufe0f\u200d\U0001f525",
    "a flag": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a mended heart": "❤\ufe0f\u200d\U0001fa79",
    "a man running": "\U0001f3c3\u200d♂\ufe0f",
    "a nod": "\U0001f642\u200d↕\ufe0f",
    "I want, in Persian": "می\u200cخواهم",
    "a ligature in Hindi": "क्\u200dष",
    "none of it": "क्\u200cष",
    "r and y in Bengali": "র\u200d্য",
    "Sri, in Sinhala": "ශ්\u200dරී",
}
DECEIVING = {
    "inside a Latin word": ("pay\u200dpal", "pay<U+200D>pal"),
    "between Latin letters": ("A\u200cB", "A<U+200C>B"),
    "at the end": ("\U0001f469\u200d", "\U0001f469<U+200D>"),
    "at the beginning": ("\u200d\U0001f469", "<U+200D>\U0001f469"),
    "twice": ("\U0001f469\u200d\u200d\U0001f4bb", "\U0001f469<U+200D><U+200D>\U0001f4bb"),
    "between symbols that nothing joins": ("©\u200d®", "©<U+200D>®"),
    "a joiner that keeps emoji apart": ("\U0001f469\u200c\U0001f4bb", "\U0001f469<U+200C>\U0001f4bb"),
    "between digits": ("٣\u200c٤", "٣<U+200C>٤"),
    "before a digit": ("ARR 1\u200d0", "ARR 1<U+200D>0"),
    "the other way round": ("a\u202eb", "a<U+202E>b"),
}


@pytest.mark.parametrize("text", WRITING.values(), ids=WRITING)
def test_joiners_in_emoji_and_words_are_writing(text: str) -> None:
    assert inert(f"x {text} y") == f"x {text} y"


@pytest.mark.parametrize(("text", "shown"), DECEIVING.values(), ids=DECEIVING)
def test_what_nobody_sees_is_shown_elsewhere(text: str, shown: str) -> None:
    assert inert(text) == shown
