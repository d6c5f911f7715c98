#!/bin/sh
# Set up everything that the project needs: uv, the locked Python packages, and the system
# libraries of WeasyPrint. Run by make; needs the network once and never again.
set -eu

# For the slow tests: another clock, and a spreadsheet that works out the workbooks anew.
TEST_PACKAGES="faketime libreoffice-calc-nogui"
PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf 'setup: %s\n' "$1"; }

fail() {
    printf 'setup: %s\n' "$1" >&2
    exit 1
}

# How root's rights are had here; empty words where we are root, "no" where they can't be had.
as_root() {
    if [ "$(id -u)" = 0 ]; then echo "env"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then echo "sudo"
    else echo "no"
    fi
}

# apt_install PACKAGE…: install Debian packages, or fail with what to type instead.
apt_install() {
    root=$(as_root)
    if command -v apt-get >/dev/null && [ "$root" != no ]; then
        say "installing $* with apt"
        $root apt-get update -qq
        $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
    else
        return 1
    fi
}

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$python" >/dev/null &&
            "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    fail "Python 3.11 or newer is needed; on Debian and Ubuntu: sudo apt-get install python3"
}

# uv comes from the path, or from the Python package index into a small environment of its own.
find_uv() {
    if command -v uv >/dev/null; then
        command -v uv
        return
    fi
    if [ ! -x .uv/bin/uv ]; then
        rm -rf .uv
        if ! "$PYTHON" -m venv .uv >/dev/null 2>&1; then
            apt_install python3-venv >&2 ||
                fail "venv is missing; on Debian and Ubuntu: sudo apt-get install python3-venv"
            rm -rf .uv
            "$PYTHON" -m venv .uv
        fi
        .uv/bin/python -m pip install --quiet --require-hashes --only-binary :all: \
            --requirement uv-requirements.txt >&2
    fi
    echo .uv/bin/uv
}

libraries_load() {
    .venv/bin/python - <<'PYTHON' 2>/dev/null
from weasyprint.text.ffi import harfbuzz_subset
raise SystemExit(not harfbuzz_subset)
PYTHON
}

# Those of TEST_PACKAGES that are not there, by what each of them is needed for.
missing_test_packages() {
    missing=""
    for package in $TEST_PACKAGES; do
        case $package in
            faketime) ls /usr/lib/*/faketime/libfaketime.so.1 ;;
            libreoffice-calc-nogui) command -v soffice ;;
        esac >/dev/null 2>&1 || missing="$missing $package"
    done
    echo "${missing# }"
}

PYTHON=$(find_python)
UV=$(find_uv)
say "installing the locked Python packages"
UV_PYTHON_DOWNLOADS=never "$UV" sync --quiet --locked --compile-bytecode --python "$PYTHON"

if ! libraries_load; then
    # shellcheck disable=SC2086
    apt_install $PACKAGES || fail "WeasyPrint needs Pango and HarfBuzz. Install them and run make again:
  Debian, Ubuntu:  sudo apt-get install $PACKAGES
  Fedora:          sudo dnf install pango harfbuzz
  macOS:           brew install pango harfbuzz"
    libraries_load || fail "WeasyPrint still can't load its libraries: .venv/bin/python -c 'import weasyprint'"
fi
if [ "${1:-}" = tests ]; then
    missing=$(missing_test_packages)
    # shellcheck disable=SC2086
    [ -z "$missing" ] || apt_install $missing ||
        fail "the slow tests need $missing; on Debian and Ubuntu: sudo apt-get install $missing"
fi
say "ready"
