# Shorthands for people who type `make`; the commands themselves live in kbsearch/bootstrap.py.
.PHONY: up test
up:
	python3 -m kbsearch.bootstrap up
test:
	python3 -m kbsearch.bootstrap test
