#!/usr/bin/env bash
# All tests. `tests/run.sh` takes minutes, `tests/run.sh --long` adds what takes longer (trait Duration=Long).
# The last line is `N passed, N failed, N skipped`; the exit code is 0 only when something ran and nothing failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

long=false
for argument in "$@"; do
  case $argument in
    --long) long=true ;;
    *) echo "usage: tests/run.sh [--long]" >&2; exit 2 ;;
  esac
done

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
configuration=${CONFIGURATION:-Debug}
projects=(AmrCollector.Tests AmrCollector.EndToEnd)

# Real counterparts the tests talk to: command or file that proves one is there, and its Debian package.
counterparts=(
  "/usr/sbin/mosquitto mosquitto"
  "influxd influxdb"
  "victoria-metrics victoria-metrics"
  "socat socat"
  "mbpoll mbpoll"
  "/usr/lib/python3/dist-packages/pymodbus/__init__.py python3-pymodbus"
  "/usr/lib/python3/dist-packages/serial_asyncio/__init__.py python3-serial-asyncio"
  "/usr/include/modbus/modbus.h libmodbus-dev"
  "gcc gcc"
  "/usr/include/stdio.h libc6-dev"
  "mount mount"
  "script bsdutils"
  "systemd-analyze systemd"
  "promtool prometheus"
  "/usr/bin/chromium chromium"
)

# Windows programs run by Wine; large, and only for a test of the long run.
$long && counterparts+=("wine wine")

install_counterparts() {
  local missing=() probe package
  for counterpart in "${counterparts[@]}"; do
    read -r probe package <<<"$counterpart"
    [ -e "$probe" ] || command -v "$probe" >/dev/null || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "not installed: ${missing[*]}; tests that need them are skipped by name" >&2
    return 0
  fi
  echo "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$results/apt.log" 2>&1 || {
    tail -n 20 "$results/apt.log" >&2
    echo "could not install ${missing[*]}; tests that need them are skipped by name" >&2
  }
}

# Programs from npm that the tests talk to; without npm, or off line, their tests are skipped by name.
install_node_peers() {
  local folder=tests/AmrCollector.EndToEnd/node
  [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || return 0
  command -v npm >/dev/null || { echo "npm is not installed; tests that need its programs are skipped by name" >&2; return 0; }
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$results/npm.log" 2>&1 || {
    tail -n 5 "$results/npm.log" >&2
    rm -rf "$folder/node_modules"
    echo "could not install from npm; tests that need its programs are skipped by name" >&2
  }
}

results=$(mktemp -d "${TMPDIR:-/tmp}/amr-tests.XXXXXX")
trap 'rm -rf "$results"' EXIT

install_counterparts
install_node_peers
dotnet build AmrCollector.sln -c "$configuration" -v q --nologo

filter=(--filter "Duration!=Long")
$long && { filter=(); export AMR_LONG=1; }

passed=0 failed=0 skipped=0 broken=0
count() { { grep -oE "<UnitTestResult [^>]*outcome=\"$2\"" "$1" || true; } | wc -l; }

for project in "${projects[@]}"; do
  dotnet test "tests/$project" -c "$configuration" --no-build -v q --nologo "${filter[@]}" \
    --results-directory "$results" --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" || broken=$((broken + 1))
  trx="$results/$project.trx"
  [ -s "$trx" ] || continue
  passed=$((passed + $(count "$trx" Passed)))
  failed=$((failed + $(count "$trx" Failed)))
  skipped=$((skipped + $(count "$trx" NotExecuted)))
done

# A run that broke without a failed test (a crashed host, a missing assembly) is a failure too.
[ "$broken" -gt 0 ] && [ "$failed" -eq 0 ] && failed=$broken
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
