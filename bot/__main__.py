"""The guide's commands.

python -m bot train                    # learn from the example sentences, write the weights
python -m bot score                    # measure on the held-apart sentences
python -m bot understand "证书丢了"     # what one sentence wants and says
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from bot.understanding import Understanding, understand
from bot.understanding.model import WEIGHTS, write_model
from bot.understanding.scoring import HELD_OUT, HELD_OUT_SLOTS, score_intents, score_slots
from bot.understanding.train import train_model
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
