"""The forms of an import: the file, and what its columns mean."""

from django import forms

from feedback.import_files import LARGEST
from feedback.import_reports import SETTINGS, Sample
from feedback.import_rows import Columns

EXAMPLE = 40


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # what is wrong with it is said where it is read
        error_messages={"required": "Choose a file first."},
        help_text=(
            f"A .csv or .xlsx file of at most {LARGEST >> 20} MB, with the names of its columns "
            "in the first row."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ColumnsForm(forms.Form):
    text = forms.ChoiceField(label="What was said")
    id = forms.ChoiceField(
        label="Id of the row",
        required=False,
        help_text="With it, a row is known again when a newer file comes.",
    )
    respondent = forms.ChoiceField(
        label="Who said it",
        required=False,
        help_text="A number for the person. Rows of one person count once. It is not stored.",
    )
    segment = forms.ChoiceField(label="Segment", required=False)
    date = forms.ChoiceField(label="Day on which it was said", required=False)
    question = forms.ChoiceField(label="What was asked", required=False)
    language = forms.ChoiceField(label="Language", required=False)
    voice = forms.ChoiceField(
        label="Whose words are they?",
        help_text="Own words: as the person wrote or said them. Noted: somebody summed them up.",
    )
    quotable = forms.ChoiceField(
        label="May they be quoted without a name?",
        help_text="Yes only where the people were asked and agreed.",
    )

    def __init__(self, *args, sample: Sample, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [(name, _with_example(name, sample.examples[name])) for name in sample.columns]
        for name in ("id", "respondent", "segment", "date", "question", "language"):
            self.fields[name].choices = [("", "Not in this file"), *columns]
        self.fields["text"].choices = columns
        by_column = [each for each in columns if each[0] not in SETTINGS]
        self.fields["voice"].choices = [
            ("noted", "Noted, all of them"),
            ("own", "Own words, all of them"),
            ("By a column", by_column),
        ]
        self.fields["quotable"].choices = [
            ("no", "No, or not known"),
            ("yes", "Yes, all of them"),
            ("By a column", by_column),
        ]

    def clean(self) -> dict:
        data = super().clean()
        for name in ("id", "respondent", "segment", "date", "language", "voice", "quotable"):
            if data.get(name) and data[name] == data.get("text"):
                self.add_error(name, "This is the column of what was said. Choose another one.")
        return data

    def columns(self) -> Columns:
        return Columns.of(self.cleaned_data)


def _with_example(name: str, example: str) -> str:
    example = " ".join(example.split())
    short = example[:EXAMPLE].rstrip() + "…" if len(example) > EXAMPLE else example
    return f"{name} (“{short}”)" if short else f"{name} (empty)"
