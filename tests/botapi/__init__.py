"""A Telegram that runs inside the tests: one model, reached in memory or over HTTP."""
