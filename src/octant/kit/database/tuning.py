"""Settings of the embedded server: a small machine, and never weaker than durable."""

from __future__ import annotations

from pathlib import Path

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",  # solid-state disks
    "jit": "off",  # compiling costs more than our short queries take
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "autovacuum_max_workers": "2",
    "synchronous_commit": "on",
    # No replicas of the embedded server, so the least log that still survives a crash.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "512MB",
    "TimeZone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_line_prefix": "",
    # Failing statements carry customers' words, so only the server's own messages are logged.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
# For throw-away test data only: a lost machine loses it, a killed process still does not.
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}


def arguments(socket_dir: Path, major: int, *, durable: bool) -> list[str]:
    """The settings as command line arguments of `postgres`."""
    settings = {**_SETTINGS, "unix_socket_directories": f'"{socket_dir}"'}
    if major >= 18:
        settings["io_method"] = "sync"  # saves three helper processes
    if not durable:
        settings |= _NOT_DURABLE
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
