# Two commands do everything from nothing: make demo, make test. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
AXE := .venv/axe/node_modules/axe-core/axe.min.js
PROXY := .venv/proxy/node_modules/.bin/configurable-http-proxy
HUB_PORT ?= 8000
CONTROLS := tests/attacks/test_channels.py::test_without_a_sandbox_it_carries
export OMP_NUM_THREADS ?= 1

.PHONY: .box .browser .postgresql demo test test-quick build solutions lesson-html grade validity bench bench-quick bench-scale pocket-model \
	audit-sets check \
	suspects hub hub-test pictures browser browser-test colab-test docs release clean

demo: .venv/installed .box  ## build the course, grade a class of samples, print the table
	$(BIN)/autograder demo

SIDE_BY_SIDE ?= 2
test: .venv/installed .box  ## all the tests; SHORT=1 leaves out those that show on much what others show on little
	$(BIN)/python -m pytest -n $(SIDE_BY_SIDE) --dist loadfile --no-loadscope-reorder --durations=40 $(if $(SHORT),-m "not long") --deselect $(CONTROLS)
	$(BIN)/python -m pytest -q $(CONTROLS)  # alone: beside others these cannot be measured

QUICK := foundation notebooks collection feedback benchmarks test_documentation.py test_data.py test_open.py
test-quick: .venv/installed  ## the quick ones, of documents, notebooks, collecting and feedback: for the loop while writing
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not slow" $(addprefix tests/,$(QUICK))

build: .venv/installed  ## lessons -> source/ -> release/
	$(BIN)/autograder build

solutions: .venv/installed  ## the solved notebooks, executed, with their pages: reference_solutions/ASSIGNMENT
	$(BIN)/autograder solutions

lesson-html: .venv/installed  ## their pages again, and every figure by itself with its text and caption: build/lesson
	$(BIN)/autograder solutions --pages

ASSIGNMENT ?= $(firstword $(sort $(notdir $(patsubst %/,%,$(wildcard lessons/*/)))))
grade: .venv/installed .box  ## grade submitted/*/ASSIGNMENT into the gradebook: make grade ASSIGNMENT=NAME, or the first in lessons/
	$(BIN)/autograder grade $(ASSIGNMENT)

validity: .venv/installed  ## right samples in full, wrong ones caught, names true: a table; and thousands of double mistakes
	$(BIN)/autograder audit samples
	EXAMPLES=3000 $(BIN)/python -m pytest -q tests/course/test_evidence.py -k raises_a_mark
	EXAMPLES=2000 $(BIN)/python -m pytest -q -n 2 tests/grading/test_oracle.py

bench: .venv/installed  ## what it costs, beside others, in one run
	$(BIN)/python -m benchmarks.integrated_gradients
	$(BIN)/python -m benchmarks.against_nbgrader
	$(BIN)/python -m benchmarks.stages
	$(BIN)/python -m benchmarks.single_check
	$(BIN)/python -m benchmarks.against_before --before $(BEFORE)
	$(BIN)/python -m benchmarks.pocket
	$(BIN)/python -m benchmarks.fooling

BEFORE ?= HEAD~1
bench-quick: .venv/installed  ## the same programs on less work: do they run? SHORT=1 leaves out the slow ones, of which tests run the parts
	$(BIN)/python -m benchmarks.integrated_gradients --quick
	$(BIN)/python -m benchmarks.against_nbgrader --students 1 --quick
	$(BIN)/python -m benchmarks.stages --students 1 --turns 1
	$(if $(SHORT),,$(BIN)/python -m benchmarks.single_check --turns 1)
	$(if $(SHORT),,$(BIN)/python -m benchmarks.against_before --before HEAD --students 2 --turns 1)
	$(if $(SHORT),,$(BIN)/python -m benchmarks.pocket --scale 0.02)
	$(if $(SHORT),,$(BIN)/python -m benchmarks.scale --students 4 --plain 0 --turns 1)
	$(BIN)/python -m benchmarks.fooling --quick

STUDENTS ?= 1000
bench-scale: .venv/installed .box  ## a class of STUDENTS: cost, memory, two workers, plain nbgrader beside, a hundred kills; an hour
	$(BIN)/python -m benchmarks.scale --students $(STUDENTS) --write
	$(BIN)/python -m benchmarks.killing
	$(BIN)/python -m benchmarks.simulate

pictures: .venv/installed .browser  ## the pictures in docs/, from the demo's class
	$(BIN)/python -m tests.browser.pictures

browser: .venv/installed .browser $(AXE)  ## what the tests with a browser need

browser-test: .box browser  ## feedback and report in a browser: safe, offline, readable by everybody
	AXE=$(AXE) $(BIN)/python -m pytest tests/browser

COLAB := build/colab/bin/python
colab-test: .venv/installed $(COLAB)  ## part 1 from top to bottom with Colab's versions of its packages: 5 GB more
	COLAB_PYTHON=$(CURDIR)/$(COLAB) $(BIN)/python -m pytest tests/deploy/test_colab_runtime.py

$(COLAB): deploy/colab/requirements.txt
	$(PYTHON) -m venv build/colab
	$(COLAB) -m pip install --quiet --disable-pip-version-check -r deploy/colab/requirements.txt
	touch $@

pocket-model: .venv/installed  ## train the small network from nothing and measure it: 40 minutes on two cores
	$(BIN)/python -m data.make_pocket_vgg19

suspects: .venv/installed  ## plant the suspects of the audit, measure them, write their cards; those that meet the bars stay: three quarters of an hour
	$(BIN)/python -m data.make_suspects

audit-sets: .venv/installed  ## draw the pictures of each suspect's audit: two minutes
	$(BIN)/python -m data.make_audit_sets

check: .venv/installed  ## what keeps the tree honest: built files fresh, style, types
	$(BIN)/python -m tests.fresh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

hub: .venv/hub $(PROXY) .box  ## a JupyterHub on this machine with the course in it; says where to log in
	$(BIN)/python deploy/jupyterhub/hub.py --proxy $(PROXY) --port $(HUB_PORT)

NGSHARE := .venv/ngshare/done
hub-test: .venv/hub $(PROXY) $(NGSHARE) .box .browser  ## the whole round in it, in a browser; pictures in build/hub-test
	HUB_PROXY=$(CURDIR)/$(PROXY) HUB_NGSHARE=$(CURDIR)/$(dir $(NGSHARE)) $(BIN)/python -m pytest tests/hub tests/lti

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "python3 cannot make environments; on Debian: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[feature-attribution,dev]' --config-settings editable_mode=compat
	touch $@

.venv/hub: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[feature-attribution,dev,hub]' --config-settings editable_mode=compat
	touch $@

$(NGSHARE): deploy/kubernetes/ngshare.txt  ## for one round without a shared folder; it needs an older SQLAlchemy than nbgrader
	$(PYTHON) -m venv $(dir $@)
	$(dir $@)bin/python -m pip install --quiet --disable-pip-version-check -r deploy/kubernetes/ngshare.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(dir $@)exchange ngshare_exchange==0.5.3
	touch $@

$(AXE):  ## what finds pages that some people cannot read, from npm
	@command -v npm >/dev/null \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq nodejs npm; } \
	  || { echo "axe-core comes from npm, which is missing; on Debian: sudo apt install nodejs npm"; exit 1; }
	npm install --silent --no-audit --no-fund --prefix .venv/axe axe-core@4.14.1

$(PROXY):  ## JupyterHub's proxy, which comes from npm
	@command -v npm >/dev/null \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq nodejs npm; } \
	  || { echo "JupyterHub's proxy comes from npm, which is missing; on Debian: sudo apt install nodejs npm"; exit 1; }
	npm install --silent --no-audit --no-fund --prefix .venv/proxy configurable-http-proxy@5.3.0

.browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
	  || echo "The round needs a browser and is skipped; on Debian: sudo apt install chromium"

.box:  ## bubblewrap, in which students' code runs: installed where that is allowed
	@command -v bwrap >/dev/null \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq bubblewrap; } \
	  || echo "Students' code runs in a sandbox, and bubblewrap is missing; type: sudo apt install bubblewrap"

.postgresql:  ## for the test of the gradebook that teams share: installed where that is allowed; skipped with a reason elsewhere
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq postgresql; } \
	  || echo "The test with PostgreSQL is skipped; to have it: sudo apt install postgresql"

release: .venv/installed .box docs  ## the engine's wheel, the course as a template, the site: build/release, each tried as a stranger does
	$(BIN)/python deploy/release/make.py
	$(BIN)/python deploy/release/verify.py

docs: .venv/installed  ## the documentation as a site: build/site/index.html
	$(BIN)/python -m sphinx -b html -n -W --keep-going -q docs build/site

clean:  ## what was built for trying; not the environment
	rm -rf build
