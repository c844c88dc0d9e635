"""Speed and memory of kbsearch, as ratios against named references measured in the same run. See README.md."""
