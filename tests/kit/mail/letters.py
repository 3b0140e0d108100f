"""Mails for tests, built from what differs."""


def letter(
    body: bytes = b"Hello\n",
    *,
    kind: str = "text/plain; charset=utf-8",
    encoding: str = "",
    **fields: str,
) -> bytes:
    """A mail of one part; `fields` are header fields, underscores for dashes."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    lines += [f"Content-Type: {kind}"]
    lines += [f"Content-Transfer-Encoding: {encoding}"] if encoding else []
    return "\n".join(lines).encode("utf-8") + b"\n\n" + body


def multipart(*parts: bytes, subtype: str = "mixed", boundary: str = "b1") -> bytes:
    """Parts with their own header blocks, as one mail."""
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\n\n'.encode()
    mark = b"\n--" + boundary.encode()
    return head + b"".join(mark + b"\n" + part for part in parts) + mark + b"--\n"
