"""Makes the bundled approved lists anew: `python -m demonstration.make_lists`. The same bytes of content every time."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

Row: TypeAlias = list[int | str | date]

LISTS = Path(__file__).parent / "lists"
HEADINGS = ["序号", "姓名", "证件号码", "资格名称", "级别", "专业", "评审方式", "评审通过时间", "评审组织", "公布文号"]
ROSTER_HEADINGS = [
    *("序号", "姓名", "性别", "身份证号", "工作单位", "资格名称", "专业", "级别"),
    *("取得时间", "公布文件文号", "原证书编号", "备注"),
]
OLD_HEADINGS = ["姓名", "证件号码", "证书编号", "资格名称", "级别", "专业", "评审通过时间", "发证日期", "状态"]
SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文志海红春梅晓东雪慧子轩雨欣浩然思远佳怡宇辰嘉琪"
RARE_NAMES = ["刘𬱖", "拜合提亚尔·穆太力普", "欧阳若兰", "阿卜杜热合曼·阿卜杜喀迪尔·麦麦提明", "王㛃", "马玥"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, 6.1
ENGINEERING = ["建筑工程", "机械工程", "电气工程", "给水排水", "道路与桥梁", "水利工程", "环境工程", "信息与通信工程"]
HEALTH = ["内科学", "外科学", "儿科学", "妇产科学", "麻醉学", "口腔医学"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One list to make: whose, how many, and what they passed for (title, level, specialties)."""

    file: str
    count: int
    region: str
    body: str
    document: str
    titles: tuple[tuple[str, str, list[str]], ...]


WANTED = (
    Wanted(
        "hubei-senior.xlsx",
        70,
        "420100",
        "湖北省工程系列高级评审委员会",
        "演示职改办〔2026〕1号",
        (("高级工程师", "副高级", ENGINEERING), ("正高级工程师", "正高级", ENGINEERING)),
    ),
    Wanted(
        "wuhan.xlsx",
        140,
        "420106",
        "武汉市工程系列中级评审委员会",
        "演示武人社〔2026〕12号",
        (("工程师", "中级", ENGINEERING), ("助理工程师", "助理级", ENGINEERING), ("会计师", "中级", ["会计"])),
    ),
    Wanted(
        "yichang.csv",
        60,
        "420502",
        "宜昌市教师系列中级评审委员会",
        "演示宜人社〔2026〕3号",
        (("一级教师", "中级", ["初中语文", "小学数学", "高中物理"]),),
    ),
    Wanted(
        "health-department.xlsx",
        50,
        "420111",
        "湖北省卫生系列中级评审委员会",
        "演示卫职改〔2026〕5号",
        (("主治医师", "中级", HEALTH), ("主管护师", "中级", ["护理学"])),
    ),
)


def identity(region: str, serial: int) -> str:
    """An identity number of a person born in 1900 that no one holds; the check digit is right."""
    birth = date(1900, 1, 1) + timedelta(days=serial // 900)
    body = f"{region}{birth:%Y%m%d}{serial % 900 + 100:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


def make_name(dice: random.Random) -> str:
    """A common name of two or three characters."""
    return dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2, 2))))


def rows_of(wanted: Wanted, dice: random.Random) -> list[Row]:
    """The rows of one approved list."""
    rows: list[Row] = []
    for serial in range(wanted.count):
        title, level, specialties = dice.choice(wanted.titles)
        name = RARE_NAMES[serial // 9] if serial % 9 == 4 and serial // 9 < len(RARE_NAMES) else make_name(dice)
        approved = date(2026, 6, 1) + timedelta(days=dice.randrange(90))
        person: Row = [serial + 1, name, identity(wanted.region, serial), title, level, dice.choice(specialties)]
        rows.append([*person, "评审", approved, wanted.body, wanted.document])
    return rows


def old_rows(dice: random.Random) -> list[Row]:
    """Certificates of 2003 to 2009, on paper, with numbers of their time."""
    rows: list[Row] = []
    for serial in range(25):
        approved = date(2003 + serial % 7, 1 + serial % 12, 15)
        number = f"鄂武{approved.year}-{1800 + serial * 37:05d}"
        person = [make_name(dice), identity("420103", serial), number, "工程师", "中级", dice.choice(ENGINEERING)]
        rows.append([*person, approved, approved + timedelta(days=60), "撤销" if serial == 7 else "有效"])
    return rows


def huzhou_rows(dice: random.Random) -> list[Row]:
    """Fifty certificates of Huzhou from before 2007, which are to be exchanged."""
    rows: list[Row] = []
    for serial in range(50):
        obtained = date(1996 + serial % 10, 1 + serial % 12, 20)
        number = f"浙湖{obtained.year}-{2100 + serial * 13:05d}"
        person = [make_name(dice), identity("330502", serial), number, "工程师", "中级", dice.choice(ENGINEERING)]
        rows.append([*person, obtained, obtained + timedelta(days=45), "有效"])
    return rows


def roster_rows(old: list[Row]) -> list[Row]:
    """The same people as a unit lists them for the exchange, by the columns of the notice's roster."""
    rows: list[Row] = []
    for serial, (name, number_of_identity, number, title, level, specialty, obtained, *_) in enumerate(old, 1):
        sex = "男" if int(str(number_of_identity)[16]) % 2 else "女"
        person: Row = [serial, name, sex, number_of_identity, "湖州市建筑设计院", title, specialty, level]
        rows.append([*person, obtained, "湖人专〔演示〕1号", number, ""])
    return rows


def write_xlsx(path: Path, title: str, headings: list[str], rows: list[Row]) -> None:
    """A sheet as offices write it: a title row across, then headings, then rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headings))
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    for column, width in zip("ABCDEFGHIJKL", (6, 14, 22, 14, 8, 18, 8, 14, 30, 24, 22, 8), strict=True):
        sheet.column_dimensions[column].width = width
    book.save(path)


def write_csv(path: Path, headings: list[str], rows: list[Row]) -> None:
    """A CSV as Excel writes it: UTF-8 with a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings, *rows])


def main() -> None:
    """Write all lists."""
    dice = random.Random(2026)  # noqa: S311 - invented names, nothing secret
    LISTS.mkdir(exist_ok=True)
    for wanted in WANTED:
        rows = rows_of(wanted, dice)
        if wanted.file.endswith(".csv"):
            write_csv(LISTS / wanted.file, HEADINGS, rows)
        else:
            write_xlsx(LISTS / wanted.file, f"{wanted.body}评审通过人员名单（演示数据）", HEADINGS, rows)
    write_csv(LISTS / "wuhan-old-papers.csv", OLD_HEADINGS, old_rows(dice))
    huzhou = huzhou_rows(dice)
    write_csv(LISTS / "huzhou-old-papers.csv", OLD_HEADINGS, huzhou)
    write_xlsx(
        LISTS / "huzhou-roster.xlsx",
        "湖州市中级专业技术资格证书持有人员花名册（演示数据）",
        ROSTER_HEADINGS,
        roster_rows(huzhou),
    )


if __name__ == "__main__":
    main()
