"""The people of the desk's journeys: each with a browser of their own, and what they do there, in sentences.

    with open_desk(office, browser) as desk:
        clerk = desk.person("institute.clerk")          # signed in, with a one-time code where it is an authority's
        look_up(clerk, link)
        draft = make_draft(clerk)
        pass_on(desk.person("wuhan"), case, "材料齐全。")

Organisations and accounts are those of the demonstration. A step waits for what the next page says, never for a while.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from demonstration.accounts import codes_now, open_accounts
from policy import Answer
from registry.database import open_registry
from registry.sealing import load_vault
from tests.documents.paper import rasterised, scanned
from tests.journeys.following import follow, say_to_guide, tell_day
from tests.office import Office
from tests.verify_site.desk.office import CHEAP, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

AUTHORITIES = (
    ("hubei", "湖北省职称改革工作领导小组办公室", "provincial_office", "420000", "20264200", "hubei-2013-80"),
    ("wuhan", "武汉市人力资源和社会保障局", "prefecture", "420100", "20264201", "hubei-2013-80"),
    ("zhejiang", "浙江省人事厅", "province", "330000", "33000000", "huzhou-2007-35"),
    ("huzhou", "湖州市人事局", "city", "330500", "33050000", "huzhou-2007-35"),
)
"""Id, name, kind, region, how their numbers begin, and the notice under which they act."""
GRANTERS = {"hubei-2013-80": "hubei", "huzhou-2007-35": "zhejiang"}


@dataclass
class Desk:
    """The site as everybody sees it, each in a browser of their own."""

    office: Office
    address: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _pages: dict[str, Page] = field(default_factory=dict)

    def somebody(self) -> Page:
        """Somebody without an account, on a phone."""
        return self._page("", {"width": 360, "height": 800})

    def person(self, login: str) -> Page:
        """Somebody with an account, who signs in when first seen."""
        if login not in self._pages:
            sign_in(self._page(login, {"width": 1280, "height": 800}), login, self.office.folder / "private")
        return self._pages[login]

    def log(self) -> str:
        """All that the site has written down."""
        return (self.office.folder / "site.log").read_text("utf-8")

    def _page(self, name: str, size: dict[str, int]) -> Page:
        if name not in self._pages:
            context = self.browser.new_context(base_url=self.address, viewport=size)  # type: ignore[arg-type] # a ViewportSize
            self._pages[name] = context.new_page()
            self._pages[name].on("console", lambda message: self.complaints.append(message.text))
        return self._pages[name]

    def close(self) -> None:
        """Close every browser; whatever one of them complained about fails the journey."""
        for page in self._pages.values():
            page.context.close()
        assert self.complaints == []


@contextmanager
def open_desk(office: Office, browser: Browser) -> Iterator[Desk]:
    """Prepare the offices of two provinces by their operators' commands, and serve their site."""
    office.prepare()
    office.run("registry", "init")
    for id_, name, kind, region, begin, notice in AUTHORITIES:
        named = ("--name", name, "--name-en", id_, "--kind", kind, "--region", region)
        office.run("registry", "add-authority", id_, *named, "--jurisdiction", notice)
        numbers = ("--first", f"{begin}000001", "--last", f"{begin}001000")
        office.run("registry", "grant", "--issuer", id_, "--granter", GRANTERS[notice], *numbers)
        office.run("signing", "new-key", "--issuer", id_, "--purpose", "certificates")
    office.run("signing", "new-key", "--issuer", "hubei", "--purpose", "recognition-letters")
    office.run("registry", "publish", str(office.folder / "public"))
    private, now = office.folder / "private", datetime.now(UTC)
    engine = open_registry(office.database)
    open_accounts(engine, load_vault(private / "identity-key"), PASSWORD, folder=private, now=now, passwords=CHEAP)
    engine.dispose()
    with office.site() as address:
        desk = Desk(office, address, browser)
        yield desk
        desk.close()


def sign_in(page: Page, login: str, private: Path) -> None:
    """Type login and password, and what the authenticator shows where it is asked for."""
    page.goto("/desk")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "登录")
    if page.get_by_role("heading", name="输入动态口令").is_visible():
        page.get_by_label("动态口令").fill(codes_now(private, datetime.now(UTC))[login])
        press(page, "登录")
    page.get_by_role("heading", name="单位工作台").wait_for()


def press(page: Page | Locator, name: str) -> None:
    """Press the button of that very name, and wait for the page that follows."""
    follow(page.get_by_role("button", name=name, exact=True))


def ask_the_guide(page: Page, sentence: str, answers: Mapping[str, str | date]) -> None:
    """Say what is the matter, and click the answer to each question as it is asked, until the checklist."""
    page.goto("/guide")
    say_to_guide(page, sentence)
    while not page.locator(".checklist").count():
        answer = answers[page.inner_text("h1")]
        if isinstance(answer, date):
            tell_day(page, answer)
        else:
            press(page.locator(".choices"), answer)


def take_pack(page: Page, details: Mapping[str, str]) -> dict[str, bytes]:
    """Fill in what the forms ask, ask for a code for all of it, and unpack what comes; files by name."""
    page.get_by_role("link", name="带走办理包").click()
    for label, text in details.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_text("并且为单位保存我填写的内容90天").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="下载办理包（ZIP）", exact=True).click()
    with zipfile.ZipFile(started.value.path()) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def look_up(clerk: Page, link: str) -> str:
    """Put what the sheet's QR says into the field for hand-over codes; returns what is told of the case."""
    clerk.goto("/desk/hand-over")
    clerk.get_by_label("交接码").fill(link)
    press(clerk, "查看内容")
    clerk.get_by_role("heading", name="已经回答的情况").wait_for()
    return clerk.inner_text("main")


def make_draft(clerk: Page) -> str:
    """Make a draft of the case that was looked up; returns its address."""
    press(clerk, "建立草稿")
    return _draft(clerk)


def begin(clerk: Page, case: str) -> str:
    """Begin an application of this name; returns the draft's address."""
    clerk.goto("/desk/cases/new")
    press(clerk.locator(".begin"), case)
    return _draft(clerk)


def _draft(clerk: Page) -> str:
    clerk.get_by_role("heading", name="一、情况").wait_for()
    return clerk.url.partition("/draft")[0]


def answer(clerk: Page, facts: Mapping[str, Answer]) -> None:
    """Answer the draft's questions, and save to see what the notice says to that."""
    for name, fact in facts.items():
        if isinstance(fact, date):
            clerk.fill(f"#fact-{name}", fact.isoformat())
        else:
            value = {True: "yes", False: "no"}[fact] if isinstance(fact, bool) else fact
            clerk.check(f"input[name='fact-{name}'][value='{value}']")
    press(clerk, "保存并看结果")
    clerk.get_by_role("heading", name="三、材料").wait_for()


def fill_in(clerk: Page, details: Mapping[str, str]) -> None:
    """Write into the places of the forms."""
    for name, text in details.items():
        clerk.locator(f"input#form-{name}, textarea#form-{name}").fill(text)


def bring(clerk: Page, *papers: str) -> None:
    """Tick what goes in on paper."""
    for paper in papers:
        clerk.get_by_role("group", name=paper).get_by_label("随原件报送").check()


def attach(clerk: Page, paper: str, file: Path) -> None:
    """Choose a scan of a paper, which goes up when the draft is saved."""
    clerk.get_by_role("group", name=paper).get_by_label("上传扫描件").set_input_files(file)


def write_down_inquiry(clerk: Page, asked: str, on: date, told: str) -> None:
    """Who was asked what the notice leaves open, and what they said."""
    clerk.get_by_label("问了谁").fill(asked)
    clerk.get_by_label("哪天问的").fill(on.isoformat())
    clerk.get_by_label("怎么答复的").fill(told)


def upload_roster(clerk: Page, file: Path) -> int:
    """Save the draft and upload its roster; returns how many people it has then."""
    press(clerk, "保存")
    clerk.get_by_role("link", name="上传花名册").click()
    clerk.get_by_label("花名册（XLSX 或 CSV）").set_input_files(file)
    press(clerk, "上传")
    clerk.get_by_role("link", name="核对并报送").wait_for()
    return int(clerk.locator(".about dd").first.inner_text())


def submit(submitter: Page) -> str:
    """Hand in the draft of the page that checks it, in which nothing is missing; returns the case's number."""
    submitter.get_by_text("填写的内容没有发现问题。").wait_for()
    press(submitter, "以本单位名义报送")
    submitter.get_by_role("heading", name="现在由谁办理").wait_for()
    return submitter.locator(".sub .number").inner_text()


def pass_on(reviewer: Page, case: str, opinion: str) -> None:
    """Find the case among those that wait here, and write the opinion of this step."""
    _take_up(reviewer, case)
    reviewer.get_by_label("审查意见").fill(opinion)
    press(reviewer, "签署意见，报下一步")
    reviewer.locator(".timeline", has_text=opinion).wait_for()


def approve(decider: Page, case: str, opinion: str) -> None:
    """Find the case among those that wait here, approve it, and confirm what follows from that."""
    _take_up(decider, case)
    decider.get_by_label("审批意见").fill(opinion)
    press(decider, "批准")
    press(decider, "确认批准")
    decider.locator(".turn", has_text="已批准，正在办理").wait_for()


def _take_up(officer: Page, case: str) -> None:
    officer.goto("/desk/queue")
    officer.get_by_role("link", name=case).click()


def do_with_ticked(officer: Page, cases: Sequence[str], act: str, confirm: str, text: str) -> str:
    """Do the same with several cases of the queue; returns what came of each."""
    officer.goto("/desk/queue")
    for case in cases:
        officer.get_by_label(f"勾选 {case}").check()
    press(officer, act)
    officer.fill("#text", text)
    press(officer, f"{confirm}（{len(cases)}）")
    officer.get_by_role("heading", name="办理结果").wait_for()
    return officer.inner_text(".results")


def scanned_sheets(desk: Desk, issuer: str, file: Path) -> list[str]:
    """Print what the issuer has not printed yet, and scan the paper; returns what its codes say."""
    desk.office.run("registry", "print", "--issuer", issuer, "--out", str(file))
    return [code for sheet in rasterised(file.read_bytes()) for code in scanned(sheet)]


def verdict_of(page: Page, address: str) -> str:
    """What anybody reads who opens the address behind a code."""
    page.goto(address)
    return page.inner_text("h1")
