"""Taking back an import, so that nothing of the file is left and it can come again."""

from collections.abc import Collection

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import require_step
from feedback.models import Comment, Import, Submission
from feedback.services.import_batches import BATCH
from feedback.services.imports import drop_file
from feedback.services.withdrawal import empty_comments
from initiatives.services import NotPossible, remove_segment


@transaction.atomic
def undo_import(*, actor: User, import_file: Import) -> int:
    """Take back every row that came with this file, so that the file can come again.

    What a person withdrew stays withdrawn, and its id stays taken. The names of columns and the
    segments that the file made go too: where a wrong column was chosen, they are people's words.
    Returns how many rows went.
    """
    locked = Import.objects.select_for_update().get(pk=import_file.pk)
    require_step(Import.STEPS, locked.state, Import.State.UNDONE, "import")
    rows = Comment.objects.filter(import_file=locked).exclude(state=Comment.State.WITHDRAWN)
    ids = list(rows.values_list("pk", "submission"))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        of_part = Comment.objects.filter(pk__in=[pk for pk, _ in part])
        empty_comments(of_part)
        of_part.update(external_hash=None)
        _free_submissions({submission for _, submission in part})
    _remove_segments(actor, locked)
    locked.importproblem_set.all().delete()
    drop_file(locked)
    locked.columns, locked.failure = {}, ""
    locked.state = import_file.state = Import.State.UNDONE
    locked.save(update_fields=["state", "stored_as", "columns", "failure"])
    audit.record(actor=actor, verb="undo_import", subject=locked, initiative=locked.initiative_id)
    return len(ids)


def _free_submissions(ids: Collection[int]) -> None:
    """Those that have nothing left count no more, and their respondent may come again."""
    left = Comment.objects.standing().filter(submission__in=ids).values("submission")
    empty = Submission.objects.counted().filter(pk__in=ids, way=Submission.Way.IMPORT)
    empty.exclude(pk__in=left).update(
        state=Submission.State.WITHDRAWN, respondent_hash=None, segment=None
    )


def _remove_segments(actor: User, file: Import) -> None:
    """Those that this file made and nothing that stands uses; a renamed one is a member's."""
    made = file.initiative.segment_set.filter(name__in=file.columns.get("new_segments", ()))
    # A tombstone counts nowhere, so it keeps no segment alive.
    gone = Comment.objects.filter(import_file=file, state=Comment.State.WITHDRAWN)
    gone.update(segment=None)
    Submission.objects.filter(
        segment__in=made, way=Submission.Way.IMPORT, state=Submission.State.WITHDRAWN
    ).update(segment=None)
    for segment in made:
        try:
            remove_segment(actor=actor, segment=segment)
        except NotPossible:
            continue  # another file or a group has it by now
