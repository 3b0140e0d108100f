"""The refusal of a file."""

from octant.kit.errors import DomainError


class FileRefused(DomainError):
    """The file may not come in; `code` says why: file_empty, file_too_large, file_archive,
    file_office, file_type, file_mismatch, file_active, file_not_text, file_not_csv,
    file_too_long, file_secret, file_video, file_infected."""

    code = "file_refused"
    status = 415
