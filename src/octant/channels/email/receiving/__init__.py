"""Ways in: what takes mails from servers and mailboxes and hands them to `services.keeping`."""
