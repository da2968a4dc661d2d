# Two commands: `make run` opens Rayon on the sample plan, `make test` passes the tests. Both set up what they need.
SAMPLE ?= sample_regions/netherlands/plan.toml
OUT ?= out

.PHONY: help run test check setup samples pictures bench languages
help:
	@echo "make run     open Rayon on the sample plan (without a display: solve it and write the exports to $(OUT)/)"
	@echo "make test    run the tests"
	@echo "make check   everything CI checks: style, types, import law, sizes, tests"
	@echo "make samples build the sample regions again from the package registries"
	@echo "make pictures draw the pictures of the docs again"
	@echo "make languages take every sentence out of the code into the catalogues of languages"
	@echo "make bench   measure speed (benchmarks/README.md)"

setup:
	@.ci/setup

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then .venv/bin/rayon $(SAMPLE); \
	else echo "No display: solving the sample plan without a window."; .venv/bin/rayon run $(SAMPLE) --out $(OUT); fi

test: setup
	@.venv/bin/python -m pytest -q -n auto --dist worksteal

check:
	@.ci/run

samples: setup
	.venv/bin/python -m sample_regions.build

languages: setup
	.venv/bin/python .ci/languages.py

pictures: setup
	docs/pictures/make.sh

bench: setup
	.venv/bin/python -m benchmarks
	.venv/bin/python -m pytest benchmarks/kernels/bench_kernels.py -o python_functions='bench_*' --benchmark-enable \
		--benchmark-timer=time.process_time --benchmark-columns=median,iqr,rounds --benchmark-sort=name
