"""Lists over HTTP: what is uploaded, what each row gets, what can be taken away, and that it is gone afterwards."""

from __future__ import annotations

import csv
import io
import os
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from signing.receipts import CheckedList, Finding, open_receipt
from tests.documents.paper import rasterised, scanned
from tests.province import ADDRESS
from tests.verify_site.lists.conftest import Lists, in_this_thread, words
from tests.verify_site.lists.files import announcing, archive, picture, read_xlsx, xlsx
from tests.verify_site.papers import Papers
from tests.verify_site.receipts.conftest import Offering, offering, template  # noqa: F401 - fixtures
from verify_site.lists.entries import entries_of_text
from verify_site.lists.keeping import KeptList, remove_old
from verify_site.lists.workshop import Workshop

HEADINGS = ["序号", "证书编号 *", "持证人姓名", "二维码（可不填）"]


def by_row(lists: Lists, address: str) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of the CSV by row number and what was given."""
    text = lists.client.get(f"{address}/results.csv").data.decode("utf-8-sig")
    return {(row["行号"], row["所给内容"]): row for row in csv.DictReader(io.StringIO(text))}


def results(lists: Lists, address: str) -> list[str]:
    return [row["结果"] for row in by_row(lists, address).values()]


def test_every_kind_of_row_of_a_spreadsheet_gets_its_own_answer(lists: Lists, papers: Papers) -> None:
    valid = papers.valid
    file = xlsx(
        [
            ["2026 年新入职人员"],
            HEADINGS,
            [1, valid.number, valid.name, ""],
            [2, valid.number, "李四", ""],
            [3, "", "", ADDRESS.of(papers.codes["revoked"])],
            [4, valid.number, "李四", papers.codes["corrected"]],
            [],
            [6, valid.number, "", ""],
            [7, "", valid.name, ""],
            [8, 4.2e17, valid.name, ""],
            [9, "9" * 30, valid.name, ""],
            [10, "", "", "不是二维码"],
        ]
    )
    address = lists.checked(file)
    rows = by_row(lists, address)
    assert [(row, found["结果"]) for (row, _), found in rows.items()] == [
        ("3", "编号与姓名相符，证书目前有效"),
        ("4", "没有查到相符的证书"),
        ("5", "证书已被撤销，不再有效"),
        ("6", "证书真实有效，但有内容已更正"),
        ("8", "这一行没有可核验的内容"),
        ("9", "这一行没有可核验的内容"),
        ("10", "这一行没有可核验的内容"),
        ("11", "这一行没有可核验的内容"),
        ("12", "二维码不完整，读不出证书"),
    ]
    by_number = {row: found for (row, _), found in rows.items()}
    assert by_number["3"]["资格名称"] == "工程师"
    assert by_number["3"]["系列（专业）"] == by_number["3"]["发证机关"] == ""
    assert by_number["5"]["变动原因"] == "提交虚假材料"
    assert by_number["6"]["更正后的内容"] == "系列（专业）：给水排水"
    assert "没有姓名" in by_number["8"]["说明"]
    assert "已经丢失" in by_number["10"]["说明"]
    page = lists.page(address)
    assert "共 9 行" in page
    assert "Number and name match; valid today" in words(lists.client.get(f"{address}?lang=en").text)


def test_a_row_whose_name_is_wrong_reveals_no_more_than_one_whose_number_is_not_there(lists: Lists) -> None:
    valid = lists.papers.valid
    address = lists.checked(text=f"{valid.number} 李四\n20269999000001 李四")
    one, other = by_row(lists, address).values()
    for row in (one, other):
        row.pop("行号"), row.pop("所给内容")
    assert one == other


def test_headings_in_english_a_csv_in_gb18030_and_pasted_lines_say_the_same(lists: Lists, papers: Papers) -> None:
    valid = papers.valid
    english = xlsx([["Certificate Number", "Name"], [valid.number, valid.name]])
    chinese = f'姓名,证书编号\n{valid.name},"=""{valid.number}"""\n'.encode("gb18030")
    expected = ["编号与姓名相符，证书目前有效"]
    assert results(lists, lists.checked(english)) == expected
    assert results(lists, lists.checked(chinese, "名单.csv")) == expected
    for line in (
        f"{valid.number} {valid.name}",
        f"{valid.name}，{valid.number}",
        f"\n\n  {valid.number}\t{valid.name}",
    ):
        assert results(lists, lists.checked(text=line)) == expected


def test_scans_are_read_from_an_archive_a_pdf_and_a_picture(lists: Lists, papers: Papers) -> None:
    files = {
        "甲/张三.png": picture(papers.code_of("valid")),
        "甲/../../etc/passwd": b"root:x:0:0",
        "乙\\空白.png": picture(papers.code_of("revoked"))[:200],
        "__MACOSX/._张三.png": b"x",
        "说明.txt": "没有二维码".encode(),
    }
    address = lists.checked(archive(files), "入职.zip")
    rows = by_row(lists, address)
    assert [row["文件"] for row in rows.values()] == ["张三.png", "passwd", "空白.png", "说明.txt"]
    assert [row["结果"] for row in rows.values()] == ["证书真实，目前有效", *["这一行没有可核验的内容"] * 3]
    assert results(lists, lists.checked(picture(papers.code_of("valid")), "a.png")) == ["证书真实，目前有效"]


def test_results_can_be_filtered_and_turned_page_by_page(lists: Lists, papers: Papers) -> None:
    lines = [f"{papers.valid.number} {papers.valid.name}"] * 130 + [papers.codes["malformed"]] * 120
    address = lists.checked(text="\n".join(lines))
    assert lists.client.get(address).text.count('class="where"') == 100
    third = lists.client.get(f"{address}?page=3").text
    assert third.count('class="where"') == 50
    only = lists.client.get(f"{address}?verdict=malformed&page=2").text
    assert only.count('class="where"') == 20
    assert "第 250 行" in only
    assert "第 2 页，共 2 页" in words(only)
    for nonsense in ("verdict=drop&page=9999", "verdict=revoked", "page=-1", "page=٣"):
        assert lists.client.get(f"{address}?{nonsense}").status_code == 200


def test_the_picture_has_its_words_beside_it(lists: Lists, papers: Papers) -> None:
    address = lists.checked(text=f"{papers.valid.number} {papers.valid.name}\n{papers.valid.number} <李四>")
    picture_ = lists.client.get(f"{address}/outcome.svg?lang=en")
    assert picture_.mimetype == "image/svg+xml"
    assert "No matching certificate" in picture_.text or "No certificate" in picture_.text
    assert 'alt="证书真实，目前有效: 1; 没有查到相符的证书: 1"' in lists.client.get(address).text


FORMULAS = ['=HYPERLINK("http://evil.example","x")', "+1+1", "-2", "@SUM(A1)", "\t=1", '=cmd|"/c calc"!A1']


def test_no_cell_that_somebody_gave_becomes_a_formula(lists: Lists) -> None:
    file = xlsx([["编号", "姓名"], *[["20264201000123", formula] for formula in FORMULAS]])
    address = lists.checked(file)
    text = lists.client.get(f"{address}/results.csv").data.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text)):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    workbook = lists.client.get(f"{address}/results.xlsx").data
    assert all(isinstance(value, str) or value is None for row in read_xlsx(workbook) for value in row)
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_a_code_from_outside_that_looks_like_a_formula_is_defused_in_csv(lists: Lists) -> None:
    file = xlsx([["二维码"], ["=1+1/V/2"], ["-https://evil.example/V/1"]])
    text = lists.client.get(f"{lists.checked(file)}/results.csv").data.decode("utf-8-sig")
    assert "'=1+1/V/2" in text
    assert "'-https://evil.example/V/1" in text


def too_many(rows: int) -> bytes:
    return ("编号,姓名\n" + "20264201000123,张三\n" * rows).encode()


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "x.xlsx", "请选择一个文件"),
    "postscript": (lambda: b"%!PS-Adobe", "x.ps", "没有找到表头"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "x.xls", "旧的 XLS"),
    "broken archive": (lambda: b"PK\x03\x04 broken", "x.zip", "压缩包已损坏"),
    "empty archive": (lambda: archive({}), "x.zip", "没有可核验的内容"),
    "archive of a folder": (lambda: archive({"a/": b""}), "x.zip", "没有可核验的内容"),
    "other headings": (lambda: xlsx([["甲", "乙"], ["1", "2"]]), "x.xlsx", "没有找到表头"),
    "headings alone": (lambda: xlsx([["编号", "姓名"]]), "x.xlsx", "没有可核验的内容"),
    "10,001 rows": (lambda: too_many(10_001), "x.csv", "超过 10,000 行"),
    "2,001 files": (lambda: archive({f"{n}.png": b"" for n in range(2_001)}), "x.zip", "超过 2,000 个文件"),
    "an archive of 420 MB": (
        lambda: announcing(archive(dict.fromkeys("abcdefghijklmnopqrstu", b"x")), 20 << 20),
        "x.zip",
        "压缩炸弹",
    ),
    "20 MB and a byte": (lambda: bytes((20 << 20) + 1), "x.csv", "超过 20 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_list_is_refused_in_a_sentence(lists: Lists, what: str) -> None:
    make, name, sentence = REFUSED[what]
    answer = lists.upload(make(), name)
    text = words(answer.text) if answer.status_code == 422 else lists.page(lists.done(answer))
    assert sentence in text


def test_ten_thousand_lines_are_taken() -> None:
    assert len(entries_of_text("20264201000123 张三\n" * 10_000)) == 10_000


def test_a_bomb_in_a_spreadsheet_or_a_picture_costs_nothing_and_stops_nobody(lists: Lists, papers: Papers) -> None:
    bomb = archive({"[Content_Types].xml": b"", "xl/workbook.xml": b" " * (12 << 20)})
    assert lists.upload(bomb).status_code == 422
    huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0" + bytes(8)
    address = lists.checked(archive({"bomb.png": huge, "ok.png": picture(papers.code_of("valid"))}), "x.zip")
    rows = list(by_row(lists, address).values())
    assert [row["结果"] for row in rows] == ["这一行没有可核验的内容", "证书真实，目前有效"]


def test_the_same_file_twice_is_two_lists(lists: Lists, papers: Papers) -> None:
    file = xlsx([["编号", "姓名"], [papers.valid.number, papers.valid.name]])
    assert lists.checked(file) != lists.checked(file)


def test_the_disk_alone_reveals_nothing(lists: Lists, papers: Papers) -> None:
    valid = papers.valid
    address = lists.checked(text=f"{valid.number} {valid.name}")
    token = address.rpartition("/")[2]
    stored = [path for path in lists.folder.rglob("*") if path.is_file()]
    assert len(stored) >= 5
    for path in stored:
        content = path.read_bytes()
        for secret in (valid.number.encode(), valid.name.encode(), token.encode(), b"valid"):
            assert secret not in content
            assert secret not in str(path).encode()
        assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0
    assert not any(path.name == "upload" for path in stored)


def test_deleting_leaves_nothing_and_the_link_leads_nowhere(lists: Lists) -> None:
    address = lists.checked(text="1 某")
    assert "名单已删除" in lists.client.post(f"{address}/delete").text
    assert list(lists.folder.iterdir()) == []
    for path in ("", "/results.xlsx", "/results.csv", "/outcome.svg"):
        answer = lists.client.get(address + path)
        assert answer.status_code == 404
        assert "没有这份名单" in answer.text
    assert lists.client.post(f"{address}/receipt").status_code == 404
    assert lists.client.post(f"{address}/delete").status_code == 404


def test_no_other_token_opens_a_list(lists: Lists) -> None:
    address = lists.checked(text="1 某")
    token = address.rpartition("/")[2]
    folder = next(lists.folder.iterdir()).name
    wrong = ["", "x", folder, "../" + folder, token[:-1], token + "A", token.swapcase(), "%2e%2e%2f" + folder, "A" * 32]
    for each in wrong:
        assert lists.client.get(f"/lists/{each}").status_code in (200, 308, 404)
        assert "逐行结果" not in lists.client.get(f"/lists/{each}", follow_redirects=True).text


def test_a_list_is_gone_after_a_day_whoever_asks_and_whether_anybody_does(lists: Lists) -> None:
    old, young = lists.checked(text="1 某"), lists.checked(text="2 某")
    kept = KeptList.found(lists.folder, old.rpartition("/")[2])
    yesterday = time.time() - 86_500
    os.utime(kept.folder / "about", (yesterday, yesterday))
    assert remove_old(lists.folder, datetime.now(UTC)) == 1
    assert lists.client.get(old).status_code == 404
    assert lists.client.get(young).status_code == 200
    assert remove_old(lists.folder / "not-there", datetime.now(UTC)) == 0


def test_pages_of_lists_stay_out_of_search_engines_and_set_no_cookie(lists: Lists) -> None:
    address = lists.checked(text="1 某")
    for path in (address, f"{address}/results.csv", f"{address}/results.xlsx"):
        answer = lists.client.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
    assert "Disallow: /lists/" in lists.client.get("/robots.txt").text


def test_one_receipt_for_a_list_names_its_counts_and_its_file(offering: Offering, tmp_path: Path) -> None:  # noqa: F811
    app, paper = offering.app, offering.papers.valid
    service = app.extensions["service"]
    app.extensions["service"] = replace(service, settings=replace(service.settings, lists=tmp_path / "lists"))
    app.extensions["workshop"] = Workshop(app.extensions["service"].settings, app.extensions["counts"], in_this_thread)
    lists = Lists(app, offering.papers, offering.client)
    address = lists.checked(text=f"{paper.number} {paper.name}\n{paper.number} 李四\n{paper.number}")
    pdf = lists.client.post(f"{address}/receipt")
    assert pdf.mimetype == "application/pdf", pdf.text
    ((code,),) = [scanned(page) for page in rasterised(pdf.data)]
    opened = open_receipt(ADDRESS.code_in(code), service.keys.current()).receipt
    assert isinstance(opened.subject, CheckedList)
    assert opened.subject.counts == {Finding.VALID: 1, Finding.NO_MATCH: 1, Finding.NOT_CHECKED: 1}
    file = lists.client.get(f"{address}/results.xlsx").data
    assert opened.subject.sha256 == sha256(file).digest()
    data = {"code": ADDRESS.code_in(code), "file": (io.BytesIO(file), "results.xlsx")}
    assert "没有被改动" in lists.client.post("/receipts/file", data=data).text


def test_a_site_without_a_receipt_key_says_so_for_lists_too(lists: Lists) -> None:
    answer = lists.client.post(f"{lists.checked(text='1 某')}/receipt")
    assert answer.status_code == 404
    assert "没有开通核验回执" in answer.text


def test_the_template_is_a_list_that_the_site_reads(client: FlaskClient) -> None:
    for query, headings in (("", ["证书编号", "姓名", "二维码"]), ("?lang=en", ["Certificate number", "Name", "Code"])):
        assert read_xlsx(client.get(f"/lists/template.xlsx{query}").data)[0] == headings


# Werkzeug leaves the spool of a broken form to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupted_upload_leaves_nothing(lists: Lists) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + too_many(50)
    headers = {"Content-Length": str(len(body) + 5000)}
    answer = lists.client.post("/lists", data=body, content_type="multipart/form-data; boundary=b", headers=headers)
    assert answer.status_code in (400, 422)
    assert not lists.folder.exists() or list(lists.folder.iterdir()) == []


def test_nothing_of_a_list_is_logged(lists: Lists, caplog: pytest.LogCaptureFixture) -> None:
    paper = lists.papers.valid
    with caplog.at_level("DEBUG"):
        address = lists.checked(text=f"{paper.number} {paper.name}")
        lists.client.get(f"{address}/results.csv")
    for secret in (paper.number, paper.name, address.rpartition("/")[2]):
        assert secret not in caplog.text
    assert re.search(r"GET /lists/<token>", caplog.text) or caplog.text == ""
