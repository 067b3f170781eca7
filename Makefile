# Each target does all its own set-up, on a fresh machine with Python 3.11 or later and pip.
.PHONY: demo test check lock clean

demo: .venv/ready          ## cross-check the two example stories: in the terminal, and as a page in out/
	@mkdir -p out
	.venv/bin/consilience brief examples/accord/reports examples/harbour/reports --format html -o out/dossier.html
	.venv/bin/consilience brief examples/accord/reports examples/harbour/reports
	@echo "The same as a page: out/dossier.html"

test: .venv/ready-dev      ## the tests
	.venv/bin/python -m pytest -n 2

check: .venv/ready-dev     ## style and types
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

lock: .venv/ready-dev      ## renew the locks from pyproject.toml
	.venv/bin/uv pip compile pyproject.toml --group build $(LOCK) -o requirements.lock
	.venv/bin/uv pip compile pyproject.toml --group dev $(LOCK) -o requirements-dev.lock

clean:
	rm -rf .venv out

LOCK = --quiet --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

.venv/ready: pyproject.toml requirements.lock requirements-model.lock scripts/setup.sh
	bash scripts/setup.sh
	@touch $@

.venv/ready-dev: pyproject.toml requirements-dev.lock requirements-model.lock scripts/setup.sh
	bash scripts/setup.sh dev
	@touch $@ .venv/ready
