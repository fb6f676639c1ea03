"""Work for the background. A message may be lost: the sweep finds what waits from the rows."""

from celery import shared_task
from django.utils import timezone

from analysis import letters, services
from analysis.services import drafting


@shared_task
def work_on_run(run_id: int) -> None:
    """Do what is left of a run. Doing it again changes nothing."""
    services.work_on_run(run_id=run_id)


@shared_task
def work_on_discovery(discovery_id: int) -> None:
    """Do a search for new themes. Doing it again changes nothing."""
    services.work_on_discovery(discovery_id=discovery_id)


@shared_task
def work_on_drafting(drafting_id: int) -> None:
    """Choose quotes for a draft. Doing it again changes nothing."""
    drafting.work_on_drafting(drafting_id=drafting_id)


@shared_task
def sweep() -> None:
    """Take up runs, searches and drafts whose worker was stopped; drop vectors and readings of
    words that are gone; tell approvers whose evidence is gone."""
    for run_id in services.tend_runs(now=timezone.now()):
        work_on_run.delay(run_id)
    services.drop_stale_vectors()
    services.drop_stale_readings()
    for discovery_id in services.tend_discoveries(now=timezone.now()):
        work_on_discovery.delay(discovery_id)
    for drafting_id in drafting.tend_draftings(now=timezone.now()):
        work_on_drafting.delay(drafting_id)
    letters.tell_of_renewed_approval()
