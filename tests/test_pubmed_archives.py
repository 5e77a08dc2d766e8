"""Archives and large files: read record by record, refused when hostile, passed over when no records."""

import gzip
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from kg import readers
from kg.errors import Notepad
from kg.readers import decode as decode_module
from kg.readers import unpacking
from kg.readers.decode import decode
from kg.readers.pieces import decoded

DATA = Path(__file__).parent / "data" / "pubmed"
TEXT, NBIB, XML = ((DATA / name).read_text("utf-8") for name in ("one.txt", "one.nbib", "one.xml"))
ARTICLE = XML[XML.index("<PubmedArticle>") : XML.index("</PubmedArticleSet>")]
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def read(path, **options):
    pad = Notepad(Path(path).name)
    found = list(readers.read_documents(str(path), pad, **options))
    return found, [str(fault) for fault in pad.faults]


def article(number: int) -> str:
    return ARTICLE.replace("99000001", str(99_000_000 + number)).replace("2021.0042", f"2021.{number}")


def many(count: int) -> str:
    return XML.replace(
        "</PubmedArticleSet>", "".join(map(article, range(2, count + 1))) + "</PubmedArticleSet>"
    )


def tar_of(members, mode="w") -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode=mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return whole.getvalue()


def zip_of(members) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return whole.getvalue()


def write(folder: Path, data: bytes, name: str = "some.file") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


MEMBERS = [
    ("a/one.dat", XML.encode()),
    ("../../b.nbib", article(2).join(["", ""]).encode()),
    ("c", TEXT.encode()),
]
MEMBERS[1] = ("../../b.nbib", NBIB.replace("99000001", "99000002").encode())
PACKED = {
    "plain": XML.encode(),
    "gzip": gzip.compress(XML.encode()),
    "zstd": zstandard.compress(XML.encode()),
    "zstd in frames": zstandard.compress(XML[:500].encode()) + zstandard.compress(XML[500:].encode()),
    "gzip twice": gzip.compress(gzip.compress(XML.encode())),
}
ARCHIVES = {
    "tar": tar_of(MEMBERS),
    "tar.gz": tar_of(MEMBERS, "w:gz"),
    "tar.zst": zstandard.compress(tar_of(MEMBERS)),
    "zip": zip_of(MEMBERS),
    "zip of gzip": zip_of([(name, gzip.compress(data)) for name, data in MEMBERS]),
    "zip in tar": tar_of([("inner.zip", zip_of(MEMBERS))]),
}


@pytest.mark.parametrize("kind", PACKED)
def test_a_packed_file_is_told_by_its_content_and_read_alike(tmp_path, kind):
    assert read(write(tmp_path, PACKED[kind])) == read(write(tmp_path, XML.encode()))


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_gives_the_records_of_every_member(tmp_path, kind):
    found, faults = read(write(tmp_path, ARCHIVES[kind]))
    assert [one.pmid for one in found] == ["99000001", "99000002", "99000001"] and faults == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["some.file"]


def test_faults_name_the_member(tmp_path):
    bad = XML.replace("99000001</PMID>", "9x</PMID>").encode()
    found, faults = read(write(tmp_path, zip_of([("a.xml", bad), ("b.xml", XML.encode())])))
    assert len(found) == 1 and len(faults) == 1
    assert faults[0].startswith("some.file/a.xml:4: record 1: PMID '9x'")


def test_pictures_and_hidden_files_in_an_archive_are_passed_over(tmp_path):
    others = [
        ("f1.jpg", JPEG),
        (".x", b"x"),
        ("__MACOSX/a", b"x"),
        ("notes.txt", b"Dear reader,\n"),
        ("p.pdf", b"%PDF-"),
    ]
    for archive in (zip_of, tar_of):
        found, faults = read(write(tmp_path, archive([*others, ("a.xml", XML.encode())])))
        assert len(found) == 1 and len(faults) == 1
        assert "3 files in the archive passed over, being no records" in faults[0]
        assert "f1.jpg" in faults[0]
        found, faults = read(write(tmp_path, archive(others)))
        assert found == [] and len(faults) == 1 and "no file in the archive is a PubMed record" in faults[0]


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path):
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        for kind, target in (
            (tarfile.SYMTYPE, "/etc/passwd"),
            (tarfile.LNKTYPE, "../x"),
            (tarfile.CHRTYPE, ""),
        ):
            info = tarfile.TarInfo("evil")
            info.type, info.linkname = kind, target
            archive.addfile(info)
    found, faults = read(write(tmp_path, whole.getvalue()))
    assert found == [] and len(faults) == 1 and "the archive holds no file" in faults[0]


def _flipped(data: bytes, part: bytes) -> bytes:
    at = data.index(part) + 40
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def _endless_header() -> bytes:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 33
    return info.tobuf(tarfile.GNU_FORMAT) + bytes(10_240)


BROKEN = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "gzip cut": (gzip.compress(many(3).encode())[:-900], "the gzip file is broken or cut"),
    "gzip spoilt": (_flipped(gzip.compress(XML.encode()), b"\x1f\x8b"), "the gzip file is broken or cut"),
    "gzip of nothing": (gzip.compress(b""), "the file is empty"),
    "gzip head alone": (b"\x1f\x8b\x08", "the gzip file is broken or cut"),
    "zstd cut": (zstandard.compress(XML.encode())[:-90], "the Zstandard file is broken or cut"),
    "zstd spoilt": (b"\x28\xb5\x2f\xfd" + b"\xff" * 50, "the Zstandard file is broken or cut"),
    "zip cut": (zip_of(MEMBERS)[:-30], "the zip archive is broken or cut"),
    "zip spoilt": (_flipped(zip_of(MEMBERS[:1]), b"PK\x03\x04"), ""),
    "zip of nothing": (zip_of([]), "the archive holds no file"),
    "zip of Office": (zip_of([("[Content_Types].xml", b"<a/>")]), "an Office document"),
    "tar cut": (tar_of(MEMBERS)[:700], "cut"),
    "tar header": (_endless_header(), "a header of 8,589,934,592 bytes"),
    "too deep": (
        gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x"))))),
        "inside each other",
    ),
    "NUL": (b"1. J Foo. 2015;1:2.\n\x00\n", "control character U+0000"),
    "UTF-16 without mark": ("1. J Foo. 2015;1:2.\n".encode("utf-16-le"), "UTF-16 without a mark"),
    "Windows": ("1. J Café. 2015;1:2.\n".encode("cp1252"), "is not UTF-8"),
    "picture": (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    "entities": (
        XML.replace("<PubmedArticleSet>", '<!DOCTYPE x [<!ENTITY a "aa">]><PubmedArticleSet>').encode(),
        "",
    ),
    "one long line": (b"x" * 10_000_000, "is not a PubMed record"),
    "prose": (b"Dear colleague,\n", "is not a PubMed record"),
    "HTML": (b"<html><article>x</article></html>", "is not a PubMed record"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_read_is_one_clear_fault(tmp_path, kind):
    data, said = BROKEN[kind]
    _, faults = read(write(tmp_path, data))
    assert len(faults) == 1 and said in faults[0] and faults[0].startswith("some.file")
    cases = Notepad("some.file")
    list(readers.read(str(tmp_path / "some.file"), cases))
    assert len(list(cases.errors())) >= 1


def test_a_cut_archive_gives_the_records_before_the_cut(tmp_path):
    whole = gzip.compress(many(1_500).encode(), 1)
    found, faults = read(write(tmp_path, whole[: len(whole) * 3 // 4]))
    assert len(found) > 500 and len(faults) == 1 and "broken or cut" in faults[0]


def test_a_spoilt_member_does_not_stop_the_others(tmp_path):
    packed = zip_of([("a", XML.encode()), ("b", article(2).encode()), ("c", XML.encode())])
    found, faults = read(write(tmp_path, _flipped(packed, b"PK\x03\x04")))
    assert len(faults) == 1 and "some.file/a" in faults[0] and len(found) == 2
    inner = gzip.compress(XML.encode())[:-200]
    found, faults = read(write(tmp_path, tar_of([("a.gz", inner), ("b", XML.encode())])))
    assert len(faults) == 1 and "some.file/a.gz" in faults[0] and len(found) == 1


def test_what_grows_beyond_measure_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "FREE", 1_000_000)
    bomb = XML.encode() + b" " * 30_000_000
    packings = (gzip.compress(bomb), zstandard.compress(bomb), zip_of([("a", bomb), ("b", bomb)]))
    for data in (*packings, tar_of([("a.gz", gzip.compress(bomb))])):
        _, faults = read(write(tmp_path, data))
        assert len(faults) == 1 and "made to fill the memory" in faults[0]


def test_a_record_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.readers.xml_records.MAX_CHARACTERS", 500_000)
    endless = XML.replace("left", "x" * 800_000)
    _, faults = read(write(tmp_path, endless.encode()))
    assert len(faults) == 1 and "more than 500,000 characters" in faults[0]


def test_a_folder_of_files_of_every_kind_is_read_in_order(tmp_path):
    for name, data in (("b.gz", PACKED["gzip"]), ("a.xml", article(2).encode()), ("c.zip", ARCHIVES["zip"])):
        write(tmp_path, data, name)
    names = list(readers.inputs([str(tmp_path)]))
    pmids = [[one.pmid for one in read(name)[0]] for name in names]
    assert pmids == [["99000002"], ["99000001"], ["99000001", "99000002", "99000001"]]


def test_cases_in_an_archive_are_read_too(tmp_path):
    case = b"case: invented-1\ninvented: true\npatient: {sex: female}\n"
    pad = Notepad("x")
    path = write(tmp_path, zip_of([("a.yaml", case), ("b.xml", XML.encode())]))
    assert [one.id for one in readers.read(str(path), pad)] == ["invented-1", "PMID:99000001"]
    assert pad.faults == []


def test_a_plain_text_is_a_document_only_when_asked_for(tmp_path):
    text = "A woman of 61\nhad an  elbow tumour.\n\nIt shrank.\n"
    path = write(tmp_path, text.encode(), "case 7.v2.txt")
    found, faults = read(path)
    assert found == [] and "is not a PubMed record" in faults[0]
    (one,), faults = read(path, plain=True)
    assert faults == [] and one.name == "case 7.v2" and one.title is None and one.curie is None
    (part,) = one.sections
    assert (part.name, part.text) == ("abstract", "A woman of 61 had an elbow tumour. It shrank.")
    assert all(text[there] == part.text[at] for at, there in part.offsets)
    assert read(write(tmp_path, XML.encode(), "x.txt"), plain=True)[0][0].pmid == "99000001"
    found, faults = read(write(tmp_path, b"case: a\ninvented: true\n", "y.txt"), plain=True)
    assert found == [] and "is not a PubMed record" in faults[0]
    packed = write(tmp_path, zip_of([("z/one.txt", b"A man came."), ("f.jpg", JPEG)]), "z.zip")
    found, faults = read(packed, plain=True)
    assert [one.name for one in found] == ["one"] and len(faults) == 1


@pytest.mark.parametrize("size", [1, 3, 64])
def test_pieces_of_any_size_give_the_same_text(monkeypatch, size):
    data = "\ufeffa β\r\nMÃ¼ller\rc “x” \U0001f600\r\n\r\nend".encode()
    whole, part = Notepad("f"), Notepad("f")
    wanted = decode(data, "f", whole)
    monkeypatch.setattr("kg.readers.pieces.SIZE", size)
    assert "".join(decoded(io.BytesIO(data), part)) == wanted == "a β\nMüller\nc “x” 😀\n\nend"
    assert part.faults == whole.faults and "on line 2" in str(part.faults[0])


@pytest.mark.parametrize("letter", [chr(code) for code in (*range(0xC0, 0xF8), 0x80, 0x9F)])
def test_what_was_read_as_windows_1252_is_found_behind_every_letter(letter):
    for following in "\u00a0¿ŒœŠšŸŽžƒˆ˜–—‘“†•…‰‹›€™ ":
        text = f"a{letter}{following}b"
        raw = text.encode()
        suspect = decode_module._SUSPECT.search(text) is not None
        assert not suspect or any(found.search(raw) for found in decode_module._RAW_SUSPECTS), ascii(text)


@pytest.mark.parametrize("kind", ["xml", "nbib", "txt"])
def test_records_across_pieces_are_read_with_their_lines(tmp_path, monkeypatch, kind):
    text = {"xml": XML, "nbib": NBIB, "txt": TEXT}[kind]
    whole = read(write(tmp_path, text.encode()))
    monkeypatch.setattr("kg.readers.pieces.SIZE", 50)
    monkeypatch.setattr("kg.readers.pieces.LONGEST_LINE", 20)
    assert read(write(tmp_path, text.encode())) == whole
    bad = text.replace("99000001", "9x").encode()
    broken = read(write(tmp_path, bad))
    monkeypatch.undo()
    assert broken == read(write(tmp_path, bad)) and broken[0] == []


def test_standard_input_may_be_packed():
    code = (
        "from kg import readers; from kg.errors import Notepad; pad = Notepad('<stdin>');"
        "print([one.pmid for one in readers.read_documents('-', pad)], [str(f) for f in pad.faults])"
    )
    for data in (ARCHIVES["tar.gz"], ARCHIVES["zip"]):
        done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
        assert done.stdout.decode().strip() == "['99000001', '99000002', '99000001'] []"


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not tell the peak of memory"
)
def test_a_large_file_is_read_in_little_memory(tmp_path):
    path = tmp_path / "many.xml.gz"
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
        file.write(XML[: XML.index("<PubmedArticle>")])
        file.writelines(article(number) for number in range(1, 3_001))
        file.write("</PubmedArticleSet>")
    code = (
        "import sys; from kg import readers; from kg.errors import Notepad\n"
        "count = sum(1 for _ in readers.read_documents(sys.argv[1], Notepad('x')))\n"
        "print(count, next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    count, peak = map(int, done.stdout.split())
    assert count == 3_000 and peak < 100_000, "kB; the unpacked file has 15 MB"
