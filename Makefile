# Heard: `make demo` runs it, `make test` tests it. Each target calls one script of bin/, which can
# be called by itself where make is missing.

.PHONY: demo test check fix clean

demo: ; @bin/demo
test: ; @bin/test
check: ; @bin/check
fix: ; @bin/check --fix
clean: ; @bin/clean
