"""What a file is, by its first bytes.

Our own signatures decide; `puremagic` is the second witness and may only object. Sources:
the formats' specifications (PNG 3.0, JFIF, GIF89a, RFC 9649 WebP, ISO 32000-2 PDF,
ISO/IEC 14496-12 box `ftyp`, RFC 9559 Matroska/WebM, QuickTime File Format).
"""

import re

import puremagic

TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "txt": "text/plain",
    "csv": "text/csv",
}
ENDINGS = {
    "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "gif": "gif",
    "webp": "webp", "pdf": "pdf", "mp4": "mp4", "m4v": "mp4", "webm": "webm", "mov": "mov",
    "qt": "mov", "txt": "txt", "text": "txt", "log": "txt", "csv": "csv",
}  # fmt: skip
ARCHIVE_ENDINGS = {"zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "zst", "tar", "iso", "jar"}
OFFICE_ENDINGS = {
    "doc", "docx", "docm", "dot", "xls", "xlsx", "xlsm", "xlsb", "ppt", "pptx", "pptm", "odt",
    "ods", "odp", "rtf",
}  # fmt: skip
# Office Open XML and OpenDocument name their parts in the first entries of the archive; older
# documents are OLE 2 compound files; RTF carries objects.
_OFFICE_PARTS = (
    b"[Content_Types].xml",
    b"word/",
    b"xl/",
    b"ppt/",
    b"mimetypeapplication/vnd.oasis",
)
_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b",
             b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")  # fmt: skip
_MP4_BRANDS = (b"isom", b"iso", b"mp4", b"avc1", b"M4V", b"MSNV", b"dash", b"3gp", b"mmp4")
_MARKUP = re.compile(
    rb"(?i)^\s*(?:<\?xml|<!doctype|<!--|<html|<svg|<script|<head|<body|<iframe|<math)"
)
_ACTIVE = re.compile(rb"(?i)<(?:script|svg|iframe|html|object|embed)[\s>]")
_OBJECTING = {"exe", "dll", "html", "htm", "svg", "xml", "zip", "rar", "7z", "gz", "swf", "jar"}


def kind_of(head: bytes) -> str:
    """A key of TYPES, or `archive`, `office`, `markup`, `program`, `empty`, `unknown`."""
    if not head:
        return "empty"
    if head.startswith(_OFFICE):
        return "office"
    if head.startswith(b"PK\x03\x04") and any(part in head for part in _OFFICE_PARTS):
        return "office"
    if head[257:262] == b"ustar":
        return "archive"
    if head.startswith(_ARCHIVES):
        return "archive"
    found = _by_signature(head)
    if found:
        return found if not _objects(head, found) else "unknown"
    if head[:2] == b"MZ" or head[:4] in (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"):
        return "program"
    if head[:2] == b"#!":
        return "program"
    if _MARKUP.search(head[:1024].lstrip(b"\xef\xbb\xbf")) or _ACTIVE.search(head):
        return "markup"
    return "txt" if _is_text(head) else "unknown"


def _by_signature(head: bytes) -> str:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "mov" if brand == b"qt  " else "mp4" if brand.startswith(_MP4_BRANDS) else ""
    if head[4:8] in (b"moov", b"wide", b"mdat"):
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return "webm"
    return ""


def _objects(head: bytes, found: str) -> bool:
    """Whether puremagic is sure that this is something dangerous instead."""
    try:
        ending = puremagic.from_string(head).lstrip(".")
    except (puremagic.PureError, ValueError):
        return False
    return ending in _OBJECTING and ENDINGS.get(ending) != found


def _is_text(head: bytes) -> bool:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if wide else ["utf-8", "gb18030"]
    for encoding in encodings:
        for cut in range(4):  # the head may end inside a character
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            controls = sum(c < " " and c not in "\n\r\t\f" for c in text)
            return "\0" not in text and controls <= len(text) // 100
    return False
