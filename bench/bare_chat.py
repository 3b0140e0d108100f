"""The limit that chat is held against: a group-commit writer and nothing else.

The same server, the same sockets in rooms of two, the same batch size and one multi-row insert
a transaction; but no screening, no ticket columns, no numbering, no identity, no NOTIFY.
"""

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import psycopg

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

BATCH = 256
queue: "asyncio.Queue[tuple[int, str, asyncio.Future[int]]]" = asyncio.Queue()
rooms: defaultdict[int, list[Send]] = defaultdict(list)


async def write() -> None:
    """Take what is queued, insert it, commit, answer."""
    link = await psycopg.AsyncConnection.connect(os.environ["BENCH_DATABASE"], autocommit=True)
    await link.execute("DROP TABLE IF EXISTS bare_message")
    await link.execute(
        "CREATE TABLE bare_message (id bigserial PRIMARY KEY, room bigint, text text,"
        " at timestamptz DEFAULT now())"
    )
    link.prepare_threshold = 1
    while True:
        jobs = [await queue.get()]
        while len(jobs) < BATCH and not queue.empty():
            jobs.append(queue.get_nowait())
        async with link.transaction():
            cursor = await link.execute(
                "INSERT INTO bare_message (room, text)"
                " SELECT * FROM unnest(%s::bigint[], %s::text[]) RETURNING id",
                ([job[0] for job in jobs], [job[1] for job in jobs]),
            )
            ids = [row[0] for row in await cursor.fetchall()]
        for job, id_ in zip(jobs, ids, strict=True):
            job[2].set_result(id_)


async def application(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Send
) -> None:
    if scope["type"] == "lifespan":
        await receive()
        task = asyncio.create_task(write())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        task.cancel()
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})
    else:
        await _socket(receive, send)


async def _socket(receive: Callable[[], Awaitable[Message]], send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    room = 0
    while (message := await receive())["type"] == "websocket.receive":
        data = json.loads(message["text"])
        if data["t"] == "hello":
            room = int(data["room"])
            rooms[room].append(send)
            await send({"type": "websocket.send", "text": '{"t":"welcome"}'})
            continue
        if data["t"] == "ping":
            await send({"type": "websocket.send", "text": '{"t":"pong"}'})
            continue
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        queue.put_nowait((room, data["text"], done))
        seq = await done
        heard = json.dumps({"t": "msg", "seq": seq, "text": data["text"]})
        for other in rooms[room]:
            await other({"type": "websocket.send", "text": heard})
        ack = json.dumps({"t": "ack", "id": data["id"], "seq": seq})
        await send({"type": "websocket.send", "text": ack})
    rooms[room].remove(send)
