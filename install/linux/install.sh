#!/usr/bin/env bash
# Installs the collector as a systemd service, from a checkout with the .NET SDK or from a published folder.
#   install.sh [--from PUBLISHED]     install, or bring what is installed up to date; configuration and data stay
#   install.sh --upgrade [...]        the same, but refuse when nothing is installed yet
#   install.sh --uninstall [--purge]  remove the program; --purge also removes configuration, data and user
#   --root DIR                        work on the tree under DIR (an image, a test): no user is made, no service started
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf '%s\n' "$*"; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }
usage() { sed -n '3,6s/^# *//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

action=install root='' published='' purge=false
while [ $# -gt 0 ]; do
  case $1 in
    --upgrade) action=upgrade ;;
    --uninstall) action=uninstall ;;
    --purge) purge=true ;;
    --from) [ $# -ge 2 ] || usage; published=$(cd "$2" && pwd) || fail "there is no folder $2"; shift ;;
    --root) [ $# -ge 2 ] || usage; mkdir -p "$2"; root=$(cd "$2" && pwd); shift ;;
    *) usage ;;
  esac
  shift
done

[ -n "$root" ] || [ "$(id -u)" = 0 ] || fail "run it as root (sudo), or with --root DIR"
live() { [ -z "$root" ] && command -v systemctl >/dev/null && [ -d /run/systemd/system ]; }

make_user() {
  [ -z "$root" ] || return 0
  getent group dialout >/dev/null || groupadd --system dialout
  id amr-collector >/dev/null 2>&1 ||
    useradd --system --user-group --groups dialout --home-dir /var/lib/amr-collector --no-create-home --shell /usr/sbin/nologin amr-collector
}

# Configuration is the utility's: what is there is never changed. A sample that ships newer lies beside it under /usr/share.
place_configuration() {
  local etc=$root/etc/amr-collector shared=$root/usr/share/amr-collector/config
  install -d -m 750 "$etc" "$etc/models" "$root/var/lib/amr-collector"
  install -d "$root/etc/default"
  [ -e "$etc/collector.json" ] || sed 's#"data": "data"#"data": "/var/lib/amr-collector"#' "$shared/collector.json" >"$etc/collector.json"
  [ -e "$etc/meters.csv" ] || install -m 640 "$shared/meters.csv" "$etc/meters.csv"
  for schema in "$shared"/*.schema.json; do install -m 644 "$schema" "$etc/"; done
  [ -e "$root/etc/default/amr-collector" ] || install -m 644 "$here/amr-collector.default" "$root/etc/default/amr-collector"
  [ -n "$root" ] || chown -R root:amr-collector "$etc"
  [ -n "$root" ] || chown amr-collector:amr-collector /var/lib/amr-collector
}

put() {
  local stage
  stage=$(mktemp -d)
  say "laying out the program"
  bash "$here/layout.sh" "$stage" "$published"
  rm -rf "$root/usr/lib/amr-collector" "$root/usr/share/amr-collector"
  mkdir -p "$root/"
  cp -a --no-preserve=ownership "$stage/." "$root/"
  rm -rf "$stage"
}

install_it() {
  if [ "$action" = upgrade ] && [ ! -e "$root/usr/lib/amr-collector/amr" ]; then fail "nothing is installed; run it without --upgrade"; fi
  ! live || systemctl stop amr-collector.service 2>/dev/null || true
  put
  make_user
  place_configuration
  if live; then
    systemctl daemon-reload
    systemctl enable amr-collector.service
    if "$root/usr/bin/amr" check --config /etc/amr-collector >/dev/null 2>&1; then systemctl restart amr-collector.service
    else say "not started: 'amr check --config /etc/amr-collector' names what is missing; then 'systemctl start amr-collector'"; fi
  fi
  say "installed: $("$root/usr/lib/amr-collector/amr" version | head -n 1 | tr -s ' '), configuration in $root/etc/amr-collector"
}

uninstall_it() {
  [ -e "$root/usr/lib/amr-collector" ] || fail "nothing is installed"
  ! live || systemctl disable --now amr-collector.service 2>/dev/null || true
  rm -rf "$root/usr/lib/amr-collector" "$root/usr/share/amr-collector" "$root/usr/share/doc/amr-collector" "$root/usr/bin/amr" \
    "$root/usr/lib/systemd/system/amr-collector.service" "$root/usr/share/man/man1/amr.1.gz" "$root/usr/share/bash-completion/completions/amr"
  ! live || systemctl daemon-reload
  if $purge; then
    rm -rf "$root/etc/amr-collector" "$root/etc/default/amr-collector" "$root/var/lib/amr-collector"
    [ -n "$root" ] || ! id amr-collector >/dev/null 2>&1 || userdel amr-collector
    say "removed, with configuration and data"
  else
    say "removed; $root/etc/amr-collector and $root/var/lib/amr-collector stay (--purge removes them)"
  fi
}

if [ "$action" = uninstall ]; then uninstall_it; else install_it; fi
