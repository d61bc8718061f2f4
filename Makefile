# Each goal does all its own set-up. On Windows without make: py setup_env.py run (or test, fast, check).
# Another Python than python3: make run PYTHON=python3.12
PYTHON ?= python3

.PHONY: help run test fast check pictures

help:
	@echo "make run     start dashboardet på http://localhost:8501"
	@echo "make fast    rummenes egne prøver uden de langsomme, på et par minutter"
	@echo "make check   kontroller kodens form, typer, importregler og størrelser"
	@echo "make pictures  tag billeder af alle sider, i mappen billeder"
	@echo "make test    make check og derefter alle prøver"

run test fast check pictures:
	@$(PYTHON) setup_env.py $@
