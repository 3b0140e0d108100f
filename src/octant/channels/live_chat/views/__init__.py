"""Addresses of the chat: pages, what begins a chat, and what goes on inside one."""
