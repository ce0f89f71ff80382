"""The deciding half: values in, values out; no Telegram, disk, clock, async or logging."""
