"""What people read: domain objects in, Block Kit and mail out. Pure."""
