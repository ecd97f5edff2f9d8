"""What people answered: their replies as data, which of them are shown, and how."""
