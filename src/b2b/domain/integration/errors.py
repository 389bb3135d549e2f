from b2b.domain.shared.errors import Conflict, Invalid, NotFound, TooManyRequests


class ReceiptNotFound(NotFound):
    code = "receipt.not_found"
    title = "There is no such receipt of a push."


class JobNotFound(NotFound):
    code = "job.not_found"
    title = "There is no such job of a push."


class JobEnded(Conflict):
    code = "job.ended"
    title = "The job has ended; what it wrote stays written."


class TooManyJobs(TooManyRequests):
    code = "job.too_many"
    title = "Too many jobs wait already; send this one when some of them have ended."


class JobCancelled(Conflict):
    code = "job.cancelled"
    title = "The job was cancelled; what it had written stays written."


class JobKeyRevoked(Conflict):
    code = "job.key_revoked"
    title = "The key that sent this push was revoked before all of it was written."


class JobBroken(Conflict):
    code = "job.broken"
    title = "The job broke off again and again at the same place; tell us its number."


class SnapshotNotOffered(Invalid):
    code = "snapshot.not_offered"
    title = "Snapshots are of products, prices, campaigns or stock."


class SnapshotVanishesTooMuch(Conflict):
    code = "snapshot.vanishes_too_much"
    title = "More would vanish than a snapshot may delete; nothing was deleted."


class SnapshotItemsUnnamed(Conflict):
    code = "snapshot.items_unnamed"
    title = "Some items could not be told by their keys, so nothing was deleted."


class ConflictNotFound(NotFound):
    code = "conflict.not_found"
    title = "There is no such open conflict."
