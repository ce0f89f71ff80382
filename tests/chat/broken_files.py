"""Files that an editor should not have sent: what is in each, the line at fault, and its fault."""

import io
import zipfile

HEAD = "kind,id,field,part,text\n"
FACT = """\
[[facts]]
id = "opened"
cites = [1]
[facts.asks]
en = ["When was it opened?"]
"""


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(zipfile.ZipInfo("facts.toml"), FACT)  # of 1980, whenever it is made
    return held.getvalue()


# name → content, line, words of the fault
BROKEN: dict[str, tuple[bytes, int, str]] = {
    "truncated": (FACT.rstrip().removesuffix('"]').encode(), 5, "broken TOML"),
    "a number for a text": (FACT.replace('"opened"', "7").encode(), 2, "found 7"),
    "texts for numbers": (FACT.replace("[1]", '["1"]').encode(), 3, "found '1'"),
    "an unknown key": (FACT.replace("cites", "cite").encode(), 3, "cite: Extra inputs"),
    "an unknown fact": (
        b'[[gaps]]\nid = "cost"\nnear = ["nothing"]\n[gaps.asks]\nen = ["What did it cost?"]\n',
        3,
        "offers “nothing”",
    ),
    "sentence 99": (FACT.replace("[1]", "[1, 99]").encode(), 3, "cites sentence 99"),
    "an answer of somebody's own": (
        FACT.replace("cites", 'answer = "in 1999"\ncites').encode(),
        3,
        "do not stand in sentence 1",
    ),
    "one id twice": ((FACT + FACT).encode(), 7, "stands 2 times"),
    "another fact's phrasing": (
        (FACT + '\n[[facts]]\nid = "b"\ncites = [2]\nasks.en = ["When was it opened?"]\n').encode(),
        10,
        "for “opened”",
    ),
    "an unknown language": (FACT.replace("en =", "xx =").encode(), 5, "the language “xx”"),
    "an unknown kind": (FACT.replace("cites", 'kinds=["if"]\ncites').encode(), 3, "asks for “if”"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 1, "byte 0x89 is no UTF-8"),
    "a zip": (zipped(), 1, "no plain text"),
    "zero bytes": (b"# facts\n\0\0\0", 2, "a zero byte"),
    "Latin-1": (FACT.replace("opened?", "opened, perché?").encode("latin-1"), 5, "0xe9 is no"),
    "UTF-16": (FACT.encode("utf-16"), 1, "byte 0xff is no UTF-8"),
    "5,000 deep": (f"{FACT}x = {'[' * 5_000}{']' * 5_000}\n".encode(), 6, "nested too deeply"),
    "a key of 100,000 names": (("a." * 100_000 + "a = 1").encode(), 1, "nested too deeply"),
    "other columns": (b"kind,id,text\nfact,opened,When?\n", 1, "I read kind, id, field"),
    "a row too short": (f"{HEAD}fact,opened,cites\n".encode(), 2, "row: 3; a row has 5"),
    "an open quote": (f'{HEAD}fact,a,cites,,1\nfact,a,asks,en,"When?\n'.encode(), 3, "broken CSV"),
    "a formula for a sentence": (
        f"{HEAD}fact,opened,asks,en,'=1+1\nfact,opened,cites,,=SUM(1)\n".encode(),
        3,
        "“=SUM(1)” in cites",
    ),
    "a table of nothing known": (f"{HEAD}film,a,cites,,1\n".encode(), 2, "“film” is a kind of row"),
    "a table without sentences": (f"{HEAD}fact,a,asks,en,Why?\n".encode(), 2, "cites"),
    "prose": (b"Please add that the bridge is red.\nThank you!\n", 1, "broken TOML"),
}
