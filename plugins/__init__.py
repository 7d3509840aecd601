"""The machine: from text files to the website of a council group. `README.md` shows its rooms."""
