"""Taking in lists from XLSX and CSV: approved people, and papers that were issued before.

    with writing(engine) as session:
        report = import_approved(session, Path("名单.xlsx"), authority=wuhan, vault=vault,
                                 default_route=Route.EVALUATION, actor="王办事员", now=now, random_bytes=os.urandom)
    print(report.as_text("zh"))

A list is read row by row in constant memory: `tables` opens what it was saved as, `fields` finds the columns,
`checking` judges each row, `writing` stores what is new. One error anywhere and nothing is stored.
"""

from messages import Language
from registry.importing.report import Problem, Report, Severity
from registry.importing.service import Progress, import_approved, import_issued
from tables import FileRefused

__all__ = ["FileRefused", "Language", "Problem", "Progress", "Report", "Severity", "import_approved", "import_issued"]
