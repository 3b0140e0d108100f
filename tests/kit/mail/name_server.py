"""A real name server on loopback, by UDP and TCP, that answers from a table."""

import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

TTL = 600
_LARGEST_UDP = 512  # bytes, without EDNS (RFC 1035 4.2.1)


class NameServer:
    """`records`: {name: {kind: [text as in a zone file]}}. A name in `broken` gets SERVFAIL, one in
    `silent` no answer; anything else that is not there is NXDOMAIN."""

    def __init__(self, records: dict[str, dict[str, list[str]]]) -> None:
        self.records = records
        self.broken: set[str] = set()
        self.silent: set[str] = set()
        self.asked: Counter[tuple[str, str, str]] = Counter()  # name, kind, way
        self.port = 0

    def reply(self, wire: bytes, way: str) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked[name, kind, way] += 1
        if name in self.silent:
            return None
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if name in self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self.records:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        else:
            self._fill(answer, name, kind)
        packed: bytes = answer.to_wire()
        if way == "udp" and len(packed) > _LARGEST_UDP:
            cut = dns.message.make_response(query)
            cut.flags |= dns.flags.TC | dns.flags.RA
            packed = cut.to_wire()
        return packed

    def _fill(self, answer: dns.message.Message, name: str, kind: str) -> None:
        for _step in range(5):
            rows = self.records.get(name, {})
            if texts := rows.get(kind):
                answer.answer.append(dns.rrset.from_text_list(name + ".", TTL, "IN", kind, texts))
                return
            if not (alias := rows.get("CNAME")):
                return
            answer.answer.append(dns.rrset.from_text_list(name + ".", TTL, "IN", "CNAME", alias))
            name = alias[0].rstrip(".").lower()


@contextmanager
def name_server(records: dict[str, dict[str, list[str]]]) -> Iterator[NameServer]:
    """Run it on a free port, the same for both ways."""
    server = NameServer(records)
    udp, tcp = _sockets()
    server.port = udp.getsockname()[1]
    threads = [
        threading.Thread(target=_datagrams, args=(server, udp), daemon=True),
        threading.Thread(target=_connections, args=(server, tcp), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            tcp.shutdown(socket.SHUT_RDWR)
        tcp.close()
        with suppress(OSError):
            udp.shutdown(socket.SHUT_RDWR)
        udp.close()


def _sockets() -> tuple[socket.socket, socket.socket]:
    for _try in range(50):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tcp.bind(udp.getsockname())
        except OSError:
            udp.close()
            tcp.close()
            continue
        tcp.listen()
        return udp, tcp
    raise RuntimeError("no port that both ways may have")


def _datagrams(server: NameServer, udp: socket.socket) -> None:
    with suppress(OSError):  # closed
        while True:
            wire, client = udp.recvfrom(4096)
            if not wire:
                return
            if answer := server.reply(wire, "udp"):
                udp.sendto(answer, client)


def _connections(server: NameServer, tcp: socket.socket) -> None:
    while True:
        try:
            client, _address = tcp.accept()
        except OSError:  # closed
            return
        with client, suppress(OSError, struct.error):
            client.settimeout(5)
            length = struct.unpack("!H", client.recv(2))[0]
            if answer := server.reply(client.recv(length), "tcp"):
                client.sendall(struct.pack("!H", len(answer)) + answer)
