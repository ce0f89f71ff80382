"""Everything that outlives the process: the only room with SQL and files."""
