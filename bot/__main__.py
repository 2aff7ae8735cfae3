"""The guide's commands.

python -m bot train                    # learn from the example sentences, write the weights
python -m bot score                    # measure on the held-apart sentences
python -m bot understand "证书丢了"     # what one sentence wants and says
python -m bot chat                     # the conversation in the terminal; with --json for scripts
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from bot.conversation import ReplyNotRead, Turn, start
from bot.conversation.terminal import as_text, next_turn, reply_of
from bot.understanding import Understanding, understand
from bot.understanding.model import WEIGHTS, write_model
from bot.understanding.scoring import HELD_OUT, HELD_OUT_SLOTS, score_intents, score_slots
from bot.understanding.train import train_model
from messages import Language
from messages.command_line import SpokenGroup, echo_json


@click.group(cls=SpokenGroup)
def main() -> None:
    """办事向导的命令。The guide's commands."""


@main.command()
@click.option("--output", type=click.Path(path_type=Path), default=WEIGHTS, help="Where the weights are written.")
def train(output: Path) -> None:
    """由例句训练模型，写出权重。Learn from the example sentences and write the weights."""
    model = train_model(click.echo)
    write_model(model, output)
    click.echo(f"{output}: {len(model.weights)} features, {output.stat().st_size:,} bytes")


@main.command()
@click.option("--sentences", type=click.Path(path_type=Path), default=HELD_OUT, help="Labelled sentences.")
@click.option("--slots", type=click.Path(path_type=Path), default=HELD_OUT_SLOTS, help="Sentences with their slots.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def score(sentences: Path, slots: Path, as_json: bool) -> None:
    """在未参与训练的句子上评分。Measure on sentences that no training has seen."""
    intents, extraction = score_intents(sentences), score_slots(slots)
    if as_json:
        echo_json({"intents": intents.as_dict(), "slots": extraction.as_dict()})
        return
    click.echo("\n".join([*intents.lines(), "", *extraction.lines()]))


@main.command("understand")
@click.argument("text")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day by which 去年 and 上个月 are reckoned.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def understand_command(text: str, today: datetime | None, as_json: bool) -> None:
    """看看一句话被理解成什么。Show what one sentence wants and says."""
    said = understand(text, today=(today or datetime.now().astimezone()).date())
    if as_json:
        echo_json(_as_dict(said))
        return
    click.echo(f"{said.intent.value} ({said.confidence:.2f}, {said.language})")
    if said.choices:
        click.echo("? " + " / ".join(choice.value for choice in said.choices))
    for slot, value in said.slots.items():
        click.echo(f"{slot.value} = {value}")


@main.command()
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of asking; today when absent.")
@click.option("--json", "as_json", is_flag=True, help="One line in, one JSON object out.")
def chat(lang: Language, on: datetime | None, as_json: bool) -> None:
    """在终端里问答。Hold the conversation in the terminal; an empty end of input leaves it."""
    day = (on or datetime.now().astimezone()).date()
    turn: Turn | None = None
    if not as_json:
        turn = start(on=day, language=lang)
        click.echo(as_text(turn))
    for line in sys.stdin:
        try:
            turn = next_turn(turn, reply_of(line.rstrip("\n")), on=day, language=lang, packs=None)
        except ReplyNotRead as error:
            _tell_error(error, lang, as_json)
            continue
        if as_json:
            echo_json(turn.as_dict())
        else:
            click.echo(f"\n{as_text(turn)}")


def _tell_error(error: ReplyNotRead, lang: Language, as_json: bool) -> None:
    if as_json:
        echo_json({"error": error.say(lang)})
    else:
        click.echo(error.say(lang))


def _as_dict(said: Understanding) -> dict[str, object]:
    return {
        "intent": said.intent.value,
        "confidence": round(said.confidence, 3),
        "choices": [choice.value for choice in said.choices],
        "understood": {slot.value: str(value) for slot, value in said.slots.items()},
        "language": said.language,
    }


if __name__ == "__main__":
    main(prog_name="python -m bot")
