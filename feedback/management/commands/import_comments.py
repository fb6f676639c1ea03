"""Import a file of comments from the command line."""

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feedback import services
from feedback.import_rows import Columns
from feedback.models import Import, ImportProblem
from initiatives.models import Initiative
from initiatives.tables import Unreadable, write_csv

BLOCK = 1 << 20
SOME_ROWS_HAD_PROBLEMS = 3
COLUMNS = {
    "id": "of the row's own id; with it, a row is known again in another file",
    "respondent": "of who said it; rows of one respondent are one submission",
    "segment": "of the kind of stakeholder; unknown ones are made",
    "date": "of the day on which it was said",
    "question": "of what was asked",
    "language": "of the language, as a code: en, es",
}
HELP = """Import the comments of a CSV or XLSX file into an initiative.

Prints one line of JSON: {"imported": n, "unchanged": n, "withdrawn": n, "problems": n}.
Ends with 0 when every row is in, 3 when some rows had problems, 1 when nothing could be read.
The same file again changes nothing.

Example:
  manage.py import_comments comments.csv --initiative family-voices --text text --id id \\
      --segment segment --date date --voice own --quotable no --problems problems.csv
"""


class Command(BaseCommand):
    help = HELP
    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs) -> CommandParser:
        kwargs["formatter_class"] = RawDescriptionHelpFormatter
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a .csv or .xlsx file")
        parser.add_argument("--initiative", required=True, metavar="SLUG")
        parser.add_argument(
            "--text", required=True, metavar="COLUMN", help="column of what was said"
        )
        for name, what in COLUMNS.items():
            parser.add_argument(f"--{name}", default="", metavar="COL", help=f"column {what}")
        parser.add_argument(
            "--voice", default="noted", metavar="own|noted|COL", help="whose words: noted if unsaid"
        )
        parser.add_argument(
            "--quotable", default="no", metavar="yes|no|COL", help="may be quoted: no if unsaid"
        )
        parser.add_argument(
            "--problems", type=Path, metavar="OUT.csv", help="write here which rows had problems"
        )

    def handle(self, *args, **options) -> None:
        initiative = Initiative.objects.filter(slug=options["initiative"]).first()
        if initiative is None:
            known = ", ".join(Initiative.objects.values_list("slug", flat=True)[:20]) or "none yet"
            raise CommandError(
                f"There is no initiative “{options['initiative']}”. There are: {known}."
            )
        columns = Columns.of({**options})
        file = self._import(initiative, options["file"], columns)
        if new := file.columns.get("new_segments"):
            self.stderr.write(f"New segments: {', '.join(new)}")
        if options["problems"]:
            self._write_problems(options["problems"], file)
        numbers = ("imported", "unchanged", "withdrawn", "problems")
        self.stdout.write(json.dumps({name: getattr(file, name) for name in numbers}))
        if file.problems:
            raise SystemExit(SOME_ROWS_HAD_PROBLEMS)

    def _import(self, initiative: Initiative, path: Path, columns: Columns) -> Import:
        try:
            file = services.begin_import(
                actor=None,
                initiative=initiative,
                name=path.name,
                chunks=_chunks(path),
                columns=columns,
            )
        except Unreadable as refusal:
            raise CommandError(str(refusal)) from None
        file = services.start_import(actor=None, import_file=file, columns=columns, send=False)
        services.read_import(import_id=file.pk)
        file.refresh_from_db()
        services.delete_import_file(actor=None, import_file=file)
        if file.state != Import.State.DONE:
            raise CommandError(file.failure)
        return file

    def _write_problems(self, path: Path, file: Import) -> None:
        rows = ImportProblem.objects.filter(import_file=file)
        try:
            write_csv(path, ["row", "column", "problem"], rows.values_list("row", "column", "what"))
        except OSError as error:
            self.stderr.write(f"“{path}” cannot be written: {error.strerror}. The rows are in.")


def _chunks(path: Path):
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                yield block
    except OSError as error:
        raise Unreadable(f"“{path}” cannot be opened: {error.strerror}. Check its name.") from error
