"""The mailbox page of a demonstration: where its people read and answer what we write to them."""
