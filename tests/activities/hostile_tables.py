"""Tables that are broken, or made to break what reads them; each a function that makes one."""

import io
import struct
import zipfile
from collections.abc import Iterable

from openpyxl import Workbook

from .ledger_files import saved, workbook

HEAD = ["时间", "活动名称"]
SHEET, TEXTS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sound(*rows) -> bytes:
    return workbook([HEAD, *(rows or [["7.31", "演出"]])])


def changed(parts: dict[str, bytes | Iterable[bytes] | None], content: bytes = b"") -> bytes:
    """A sound workbook with some parts replaced, added or (None) left out."""
    whole, file = zipfile.ZipFile(io.BytesIO(content or sound())), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in dict.fromkeys([*whole.namelist(), *parts]):
            part = parts.get(name, whole.read(name) if name not in parts else None)
            if part is None:
                continue
            with made.open(name, "w") as out:
                for piece in [part] if isinstance(part, bytes) else part:
                    out.write(piece)
    return file.getvalue()


def sheet_of(rows: Iterable[bytes], after: bytes = b"") -> Iterable[bytes]:
    """The parts of a sheet with the usual two rows in front."""
    yield f'<?xml version="1.0"?><worksheet {MAIN}><sheetData>'.encode()
    for number, row in enumerate([HEAD, ["7.31", "演出"]], 1):
        cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row)
        yield f'<row r="{number}">{cells}</row>'.encode()
    yield from rows
    yield b"</sheetData>" + after + b"</worksheet>"


def with_sheet(rows: Iterable[bytes], after: bytes = b"") -> bytes:
    return changed({SHEET: sheet_of(rows, after)})


def blank_rows(count: int = 1_000_000) -> bytes:
    """Rows with nothing in them but a format, and merged cells behind the last of them."""
    rows = (
        b"".join(
            b'<row r="%d" s="1" customFormat="1" ht="20"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n)
            for n in range(start, start + 1000)
        )
        for start in range(3, count, 1000)
    )  # fmt: skip
    return with_sheet(rows, b'<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')


def claims_to_be_huge() -> bytes:
    """A zip bomb that is honest about what it unpacks to."""
    return changed({"xl/media/more.bin": (b"\0" * (1 << 20) for _ in range(310))})


def lies_about_its_size() -> bytes:
    """A zip bomb whose directory claims to be small."""
    bomb = changed({SHEET: sheet_of(b" " * (1 << 20) for _ in range(400))})
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo(SHEET).file_size
    return bomb.replace(struct.pack("<L", size), struct.pack("<L", 5000))


def entities() -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>'
    body = f"<worksheet {MAIN}><sheetData><row><c><v>&l9;</v></c></row></sheetData></worksheet>"
    return changed({SHEET: (text + body).encode()})


def outside_entity() -> bytes:
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    texts = f"{text}<sst {MAIN}><si><t>&e;</t></si></sst>".encode()
    return changed({TEXTS: texts, SHEET: sheet_of([b'<row><c t="s"><v>0</v></c></row>'])})


def shared_texts() -> bytes:
    """Texts as Excel stores them: in a table of their own, in pieces, with readings, escaped."""
    texts = (
        "<si><t>8.1</t></si><si><r><t>座</t></r><r><rPr/><t>谈</t></r>"
        "<rPh sb='0' eb='1'><t>zuo</t></rPh></si><si><t>不用</t></si><si><t>a_x0041_b</t></si>"
    )
    row = b'<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>3</v></c></row>'
    return changed({TEXTS: f"<sst {MAIN}>{texts}</sst>".encode(), SHEET: sheet_of([row])})


def many_texts() -> bytes:
    """Five million shared texts of which the sheet uses none."""
    texts = (b"<si><t>abc</t></si>" * 10_000 for _ in range(500))
    return changed({TEXTS: [f"<sst {MAIN}>".encode(), *texts, b"</sst>"], SHEET: sheet_of([])})


def one_text_in_every_cell() -> bytes:
    """A long text, stored once, asked for by hundreds of thousands of cells."""
    sst = f"<sst {MAIN}><si><t>{'慰' * 32_000}</t></si></sst>".encode()
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 60 + b"</row>"
    return changed({TEXTS: sst, SHEET: sheet_of(row * 100 for _ in range(100))})


def endless_tag() -> bytes:
    """A tag that never ends, which a parser would have to keep whole."""
    return with_sheet([b'<row x="', *(b"a" * (1 << 20) for _ in range(200))])


def many_columns() -> bytes:
    return with_sheet([b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>"] * 50)


def lies_about_its_dimension() -> bytes:
    parts = [*sheet_of([])]
    parts[0] = parts[0].replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    return changed({SHEET: parts})


def far_away_cell() -> bytes:
    cell = '<c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c>'
    return with_sheet([f'<row r="1048576">{cell}</row>'.encode()])


def everything_merged() -> bytes:
    return with_sheet([], b'<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')


def with_macro() -> bytes:
    return changed({"xl/vbaProject.bin": b"Attribute VB_Name"})


def without_a_book() -> bytes:
    return changed({BOOK: None})


def cut_short() -> bytes:
    whole = workbook([HEAD, *[[f"7.{n}", f"演出{n}" * 20] for n in range(1, 400)]])
    return whole[: len(whole) // 2]


def cut_short_inside() -> bytes:
    with zipfile.ZipFile(io.BytesIO(sound())) as archive:
        return changed({SHEET: archive.read(SHEET)[:300]})


def with_damaged_bytes() -> bytes:
    content = bytearray(workbook([HEAD, *[[f"7.{n}", f"演出{n}"] for n in range(1, 400)]]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        at = archive.getinfo(SHEET).header_offset + 200
    content[at : at + 40] = b"\xff" * 40
    return bytes(content)


def ole(stream: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 99
    )


def with_password() -> bytes:
    """A zip file that is encrypted as such."""
    content = bytearray(sound())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def with_links() -> bytes:
    """A formula over another file, whose last result the workbook keeps."""
    cells = (
        '<c t="inlineStr"><is><t>8.1</t></is></c>'
        '<c t="str"><f>[1]外部!A1</f><v>座谈</v></c><c><f>SUM([1]Sheet1!A1:A9)</f><v>5</v></c>'
    )
    rels = '<Relationships><Relationship Id="rId1" Type="x/externalLinkPath" TargetMode="External" Target="http://127.0.0.1:9/x.xlsx"/></Relationships>'
    return changed(
        {
            SHEET: sheet_of([f"<row>{cells}</row>".encode()]),
            "xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode(),
        }
    )


def with_uncalculated_formula() -> bytes:
    return sound(["7.31", '=CONCATENATE("演","出")'])


def long_cell(length: int) -> bytes:
    cell = f'<c t="inlineStr"><is><t>8.1</t></is></c><c t="inlineStr"><is><t>{"演" * length}</t></is></c>'
    return with_sheet([f"<row>{cell}</row>".encode()])


def control_characters() -> bytes:
    cells = "".join(
        f'<c t="inlineStr"><is><t>{text}</t></is></c>'
        for text in ("8.1_x0000_", "座\u0085_x000D_谈_x0007_")
    )
    return with_sheet([f"<row>{cells}</row>".encode()])


def many_sheets() -> bytes:
    book = Workbook()
    for number in range(60):
        book.create_sheet(f"页{number}")
    return saved(book)


def csv_of(text: str, encoding: str = "utf-8") -> bytes:
    return f"时间,活动名称\n7.31,演出\n{text}".encode(encoding)
