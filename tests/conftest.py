"""What all tests share."""

import os

# The same with and without the extra installed; a test of it switches it on.
os.environ["CITEBOT_SEMANTIC"] = "off"
