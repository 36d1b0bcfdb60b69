#!/usr/bin/env bash
# Lays out everything that is installed under DEST, as a package or `install.sh` puts it on a box. Needs the .NET SDK unless the
# published program is given.
#   layout.sh DEST [PUBLISHED]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
dest=${1:?usage: layout.sh DEST [PUBLISHED]}
published=${2:-}

program=$dest/usr/lib/amr-collector
shared=$dest/usr/share/amr-collector
install -d "$program" "$shared/config" "$dest/usr/bin" "$dest/usr/lib/systemd/system" "$dest/usr/share/man/man1" \
  "$dest/usr/share/bash-completion/completions" "$dest/usr/share/doc/amr-collector"

if [ -z "$published" ]; then
  dotnet publish "$root/src/AmrCollector.Cli" -c Release -r linux-x64 --self-contained -o "$program" -v q --nologo \
    -p:PublishReadyToRun=true -p:GenerateDocumentationFile=false -p:DebugType=none >&2
else
  cp -a "$published/." "$program/"
fi
rm -f "$program"/*.pdb "$program"/AmrCollector*.xml

# The shipped models stand where documentation says; the program finds them beside itself. A user's own in /etc win.
mv "$program/config/models" "$shared/models"
ln -s ../../../share/amr-collector/models "$program/config/models"
ln -s ../lib/amr-collector/amr "$dest/usr/bin/amr"

install -m 644 "$here/amr-collector.service" "$dest/usr/lib/systemd/system/amr-collector.service"
gzip -9 -n -c "$here/amr.1" >"$dest/usr/share/man/man1/amr.1.gz"
install -m 644 "$here/amr.bash" "$dest/usr/share/bash-completion/completions/amr"
install -m 644 "$root/README.md" "$dest/usr/share/doc/amr-collector/README.md"
install -m 644 "$root"/config/*.schema.json "$root/config/collector.json" "$root/config/meters.csv" "$shared/config/"
for extra in alerts.yml dashboard.json; do
  [ ! -e "$root/config/$extra" ] || install -m 644 "$root/config/$extra" "$shared/config/$extra"
done
