#!/usr/bin/env bash
# What CI needs beside Python, git and make, from Debian's packages, where it is not there yet.
set -euo pipefail
missing=()
need() { command -v "$1" > /dev/null || missing+=("$2"); }
need java openjdk-17-jre-headless
need mvn maven
need kcat kcat
need jq jq
need npm npm
need openssl openssl
command -v postgres > /dev/null || compgen -G "/usr/lib/postgresql/*/bin/postgres" > /dev/null || missing+=(postgresql)
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
fi
