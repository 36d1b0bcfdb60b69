#!/usr/bin/env bash
# Builds amr-collector_VERSION_amd64.deb in the folder given (default: the current one).
#   build-deb.sh [--from PUBLISHED] [FOLDER]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
published='' out=$PWD
while [ $# -gt 0 ]; do
  case $1 in
    --from) published=$(cd "$2" && pwd); shift ;;
    -*) sed -n '3s/^# *//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
    *) out=$(cd "$1" && pwd) ;;
  esac
  shift
done

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"
bash "$here/layout.sh" "$stage" "$published"
version=$(sed -n 's#.*<Version>\(.*\)</Version>.*#\1#p' "$here/../../Directory.Build.props")

# Configuration files are conffiles: dpkg keeps what the utility changed and asks before it replaces anything.
install -d -m 755 "$stage/etc/amr-collector/models" "$stage/etc/default" "$stage/DEBIAN"
sed 's#"data": "data"#"data": "/var/lib/amr-collector"#' "$stage/usr/share/amr-collector/config/collector.json" >"$stage/etc/amr-collector/collector.json"
cp "$stage/usr/share/amr-collector/config/meters.csv" "$stage/usr/share/amr-collector/config/"*.schema.json "$stage/etc/amr-collector/"
install -m 644 "$here/amr-collector.default" "$stage/etc/default/amr-collector"
(cd "$stage" && find etc -type f | sed 's#^#/#' | sort) >"$stage/DEBIAN/conffiles"
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$(du -sk "$stage/usr" | cut -f1)/" "$here/deb/control" >"$stage/DEBIAN/control"
for script in postinst prerm postrm; do install -m 755 "$here/deb/$script" "$stage/DEBIAN/$script"; done

dpkg-deb -Zgzip --root-owner-group --build "$stage" "$out/amr-collector_${version}_amd64.deb"
