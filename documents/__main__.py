"""The operators' commands: `python -m documents forms | template | check-form | install-form`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from documents.forms.filling import template_of
from documents.forms.loading import form_named, load_forms
from documents.forms.official import Checked, check_template, install
from documents.forms.schema import Form
from documents.forms.template_file import LARGEST_FILE
from messages.command_line import SpokenGroup, echo_json

_FOLDER = click.option(
    "--folder",
    envvar="CERT_FORM_TEMPLATES",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/forms"),
    show_default=True,
    help="官方模板目录（CERT_FORM_TEMPLATES）。 Directory of official templates.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。 Print one JSON object.")
_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.group(cls=SpokenGroup)
def main() -> None:
    """下载表格：清单、模板、核对、换成官方模板。 Forms: list them, check and install official templates."""


@main.command("forms")
@_FOLDER
@_JSON
def list_forms(folder: Path, as_json: bool) -> None:
    """列出全部表格。 List all forms."""
    forms = load_forms(folder)
    if as_json:
        echo_json({"forms": [_told(form) for form in forms.values()]})
        return
    for form in forms.values():
        state = "官方 official" if form.official else "样表 specimen"
        click.echo(f"{form.id}  {form.title}  {state}  {form.version} {form.date}  {', '.join(form.formats)}")


@main.command()
@click.argument("form_id", metavar="ID")
@_FILE
def template(form_id: str, file: Path) -> None:
    """写出带标记的 DOCX，供修改成官方模板。 Write our DOCX with its marks, to be edited in Word or WPS."""
    file.write_bytes(template_of(form_named(load_forms(), form_id)))
    click.echo(f"{file}")


@main.command("check-form")
@click.argument("form_id", metavar="ID")
@_FILE
@_JSON
def check_form(form_id: str, file: Path, as_json: bool) -> None:
    """核对官方模板，不安装。 Check an official template without installing it."""
    form = form_named(load_forms(), form_id)
    checked = check_template(form, _read(file))
    if as_json:
        echo_json({"form": form.id, "holds": checked.holds, "lacks": checked.lacks})
    else:
        _tell(form, checked)


@main.command("install-form")
@click.argument("form_id", metavar="ID")
@_FILE
@click.option("--version", required=True, help="官方表格的版本。 Version of the official form.")
@click.option(
    "--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="版本日期，默认今天。 Its day; today when absent."
)
@_FOLDER
def install_form(form_id: str, file: Path, version: str, on: datetime | None, folder: Path) -> None:
    """核对后换成官方模板。 Check an official template and put it in place of ours."""
    form = form_named(load_forms(), form_id)
    data = _read(file)
    _tell(form, check_template(form, data))
    day = on.date() if on else date.today()  # noqa: DTZ011 - a form's day is a local calendar day
    place = install(form, data, folder, version=version, on=day)
    click.echo(f"已换成官方模板：{place}")
    click.echo(f"Installed; the site offers it from now on: {place}")


def _read(file: Path) -> bytes:
    """The file, and one byte more than may be, so that a larger one is refused without being read whole."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _told(form: Form) -> dict[str, object]:
    return {
        "id": form.id,
        "title": form.title,
        "version": form.version,
        "date": form.date.isoformat(),
        "official": form.official,
        "formats": list(form.formats),
        "fields": [field.id for field in form.fields],
        "columns": [column.id for column in form.columns],
    }


def _tell(form: Form, checked: Checked) -> None:
    click.echo(f"{form.title}：可以使用。填写 {len(checked.holds)} 项 fields filled: {', '.join(checked.holds)}")
    if checked.lacks:
        click.echo(f"模板中没有、将留空的 not in the template, stay blank: {', '.join(checked.lacks)}")


if __name__ == "__main__":
    main(prog_name="python -m documents")
