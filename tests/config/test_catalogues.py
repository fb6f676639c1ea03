"""Catalogues of translations are compiled without GNU gettext."""

import gettext

import pytest

from config.catalogues import compile_all, compile_one

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(root, language, body):
    folder = root / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    path.write_text(HEADER + body, encoding="utf-8")
    return path


def test_every_catalogue_gets_its_compiled_twin(tmp_path):
    spanish = write(tmp_path, "es", 'msgid "Leave"\nmsgstr "Salir ñ"\n')
    somali = write(tmp_path, "so", 'msgid "Leave"\nmsgstr "Ka bax"\n')
    assert compile_all(tmp_path) == [spanish.with_suffix(".mo"), somali.with_suffix(".mo")]
    with spanish.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Leave") == "Salir ñ"
    assert sorted(path.name for path in spanish.parent.iterdir()) == ["django.mo", "django.po"]


def test_what_no_person_has_checked_stays_english(tmp_path):
    source = write(tmp_path, "es", '#, fuzzy\nmsgid "Leave"\nmsgstr "Dejar"\n')
    with compile_one(source).open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Leave") == "Leave"


def test_a_broken_catalogue_is_named_with_its_line(tmp_path):
    source = write(tmp_path, "es", "Leave\n")
    with pytest.raises(OSError, match=r"django\.po \(line 4\)"):
        compile_one(source)
    assert not source.with_suffix(".mo").exists()
