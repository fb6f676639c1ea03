"""How often the probabilities of a run come true: kept by the run, shown with figure and table."""

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import Run
from analysis.runs.reliability import last_reliable, reliability_of
from tests import factories as make

pytestmark = pytest.mark.django_db
# Of what had such a probability: how many there were, how many were expected, how many right.
BANDS = [[0.0, 900, 9.0, 12], [0.1, 40, 6.4, 8], [0.5, 20, 11.0, 9], [0.9, 30, 28.8, 29]]


def url(run) -> str:
    return reverse("analysis:run", args=["ours", run.pk])


def test_a_run_that_learned_keeps_what_its_probabilities_are_worth(
    initiative, analyst, codebook, waiting, django_capture_on_commit_callbacks
):
    for number in range(12):
        words = f"We waited {number} hours" if number % 2 else f"They were kind {number} times"
        comment = make.make_comment(initiative, words)
        if number % 2:
            make.make_tag(comment, waiting, analyst)
        else:
            services.find_no_theme(actor=analyst, comment=comment)
    with django_capture_on_commit_callbacks(execute=True):
        run = services.start_run(actor=analyst, codebook=codebook)
    run.refresh_from_db()
    pairs = 12 * 3
    assert sum(count for _, count, _, _ in run.reliability) == pairs
    assert sum(right for *_, right in run.reliability) == 6
    assert [low for low, *_ in run.reliability] == sorted(low for low, *_ in run.reliability)
    assert last_reliable(codebook) == run.pk


def test_the_page_of_a_run_shows_figure_and_table(as_team, codebook):
    run = make.make_run(codebook, reliability=BANDS)
    response = as_team.get(url(run))
    rows = response.context["reliability"].figure.rows
    assert [(r.share.label, r.share.count, r.share.foretold) for r in rows] == [
        ("10 to 20 %", "8 of 40", 6),
        ("50 to 60 %", "9 of 20", 11),
        ("90 to 100 %", "29 of 30", 29),
    ]
    assert all(row.x_low < row.x < row.x_high for row in rows)
    # Expected 6.4 of 40, found 8: the upright line stands left of the dot.
    assert rows[0].x_expected < rows[0].x
    html = response.content.decode()
    assert 'of <span class="num">90</span> would be right by its own numbers' in html
    assert '<span class="num">46</span> of' in html
    assert 'and <span class="num">46</span> were.' in html
    assert '<th scope="col" class="r">Had the theme</th>' in html
    assert html.count("<rect x=") >= 3


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ([], "Nothing was coded when it began"),
        ([[0.0, 60, 0.5, 1], [0.3, 4, 1.2, 2]], "Too little is coded yet"),
    ],
)
def test_where_it_is_not_known_the_page_says_so(as_team, codebook, bands, said):
    run = make.make_run(codebook, reliability=bands)
    html = as_team.get(url(run)).content.decode()
    assert said in html
    assert "by its own numbers" not in html


def test_nothing_is_said_of_what_is_below_a_tenth(codebook):
    run = make.make_run(codebook, reliability=BANDS[:1])
    assert reliability_of(run) is None


def test_the_page_of_a_theme_leads_there(as_team, codebook, waiting):
    theme = reverse("analysis:theme", args=["ours", waiting.pk])
    assert "how often they come true" not in as_team.get(theme).content.decode()
    run = make.make_run(codebook, reliability=BANDS)
    make.make_run(codebook, state=Run.State.FAILED, reliability=BANDS)
    make.make_run(codebook)
    assert f'<a href="{url(run)}">how often they come true</a>' in as_team.get(theme).text
