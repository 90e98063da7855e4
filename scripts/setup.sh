# Sourced by the other scripts: makes the environment they need, each part only when it changed.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
python=$venv/bin/python
# Some machines switch Python's compiled files off; every program here would start twice as slowly.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*"; }

fail() {
  printf '\n%s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

digest() { sha256sum | cut -c1-64; }

# --- programs that must be there -------------------------------------------------------------

find_python() {
  local candidate
  for candidate in python3.11 python3.12 python3.13 python3.14 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer is needed and was not found." \
    "Debian 12, Ubuntu 24.04:  sudo apt-get install python3 python3-venv" \
    "elsewhere:                https://www.python.org/downloads/"
}

need_node() {
  local major
  major=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/')
  if [ "${major:-0}" -ge 20 ] && command -v npm >/dev/null 2>&1; then return; fi
  fail "Node.js 20 or newer with npm is needed; found: $(node --version 2>/dev/null || echo none)." \
    "Debian 13:  sudo apt-get install nodejs npm" \
    "elsewhere:  https://nodejs.org/en/download"
}

# --- Debian packages -------------------------------------------------------------------------

# install_packages WHAT_FOR PACKAGE...
install_packages() {
  local what=$1 sudo=()
  shift
  local manual="apt-get update && apt-get install -y --no-install-recommends $*"
  command -v apt-get >/dev/null 2>&1 ||
    fail "$what needs these system packages (Debian's names): $*" "Install them and start again."
  if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then
      sudo=(sudo)
    elif [ -t 0 ] && command -v sudo >/dev/null 2>&1; then
      say "  … $what needs: $* (sudo may ask for your password)"
      sudo=(sudo)
    else
      fail "$what needs system packages, and this user may not install them. Run as root:" "$manual"
    fi
  fi
  say "  … installing for $what: $*"
  mkdir -p "$root/var/log"
  local log=$root/var/log/apt.log
  {
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
      "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "$@"
  } >"$log" 2>&1 || fail "Installing failed; the end of $log:" "$(tail -n 5 "$log")" "By hand: $manual"
}

# Not grep -q: it leaves early, the writer's pipe breaks, and pipefail calls what is there missing.
has_library() { PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep "$1" >/dev/null; }

# The PDF engine loads these by name.
ensure_pdf_libraries() {
  if has_library libpango-1.0.so.0 && has_library libpangoft2-1.0.so.0 &&
    has_library libharfbuzz-subset.so.0; then return; fi
  [ "$(uname -s)" = Linux ] || return 0
  install_packages "PDF documents" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}

# The fonts keep Chinese from being drawn as boxes in the browser.
ensure_chromium() {
  export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
  if [ -x "$CHROMIUM" ] && fc-list ':lang=zh' 2>/dev/null | grep . >/dev/null; then return; fi
  install_packages "browser tests" chromium fonts-noto-cjk fontconfig
}

ensure_firefox() {
  export FIREFOX=${FIREFOX:-/usr/bin/firefox-esr}
  [ -x "$FIREFOX" ] || install_packages "the kill matrix in Firefox" firefox-esr
}

# Debian's WebKitGTK in a window of the tests' own; the plugins are its camera and its recorder.
ensure_webkit() {
  if command -v Xvfb >/dev/null 2>&1 && [ -n "$(find /usr/lib -name libgstopenh264.so -print -quit)" ] &&
    /usr/bin/python3 -c 'import gi; gi.require_version("WebKit2", "4.1")' 2>/dev/null; then return; fi
  install_packages "the kill matrix in WebKit" python3-gi gir1.2-webkit2-4.1 xvfb \
    gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
}

# A real S3 server with object lock; nothing of it runs but for its tests.
ensure_ceph() {
  local program
  for program in radosgw radosgw-admin ceph-mon ceph-osd ceph monmaptool; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null 2>&1 || {
      install_packages "tests of the object store" radosgw ceph-mon ceph-osd
      return
    }
  done
}

# --- Python ----------------------------------------------------------------------------------

# ensure_python runtime|dev
ensure_python() {
  local kind=$1 lock=$root/docker/requirements.lock have stamp
  [ "$kind" = dev ] && lock=$root/docker/requirements-dev.lock
  stamp=$venv/.lock-$kind
  have=$(digest <"$lock")
  # What runs is part of what tests: the larger set serves both.
  if [ -x "$python" ] && "$python" -c '' 2>/dev/null; then
    [ "$(cat "$stamp" 2>/dev/null)" = "$have" ] && return
    [ "$kind" = runtime ] && [ "$(cat "$venv/.lock-dev" 2>/dev/null)" = \
      "$(digest <"$root/docker/requirements-dev.lock")" ] && return
  else
    make_venv
  fi
  say "  … Python packages ($kind), pinned with hashes"
  rm -f "$venv"/.lock-*
  local trust=()
  # An office network's own certificate authority is known to the system, not to uv.
  [ -f /etc/ssl/certs/ca-certificates.crt ] && trust=(--system-certs)
  "$venv/bin/uv" pip install --quiet "${trust[@]}" --python "$python" --require-hashes -r "$lock" ||
    fail "Installing the Python packages failed." \
      "Check the network (a mirror: export UV_DEFAULT_INDEX=https://…/simple) and start again."
  printf '%s' "$have" >"$stamp"
}

make_venv() {
  local base
  base=$(find_python) || exit 1
  say "  … Python environment with $("$base" --version)"
  rm -rf "$venv"
  if ! "$base" -m venv "$venv" >/dev/null 2>&1; then
    rm -rf "$venv"
    install_packages "the Python environment" python3-venv
    "$base" -m venv "$venv" || fail "python -m venv failed with $base."
  fi
  # uv itself comes from the lock, with its hashes.
  local uv_lock=$venv/uv.lock
  awk '/^uv==/ {on=1; print; next} /^[^ ]/ {on=0} on' "$root/docker/requirements-dev.lock" >"$uv_lock"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$uv_lock" ||
    fail "pip could not install uv." "Check the network, or set a mirror with pip config, and start again."
}

# --- field and office app ----------------------------------------------------------------------

ensure_node_modules() {
  need_node
  local have
  have=$(digest <"$root/pwa/package-lock.json")
  [ "$(cat "$root/pwa/node_modules/.lock-digest" 2>/dev/null)" = "$have" ] && return
  say "  … npm packages, pinned"
  (cd "$root/pwa" && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error) ||
    fail "npm ci failed." "Check the network (a mirror: npm config set registry …) and start again."
  printf '%s' "$have" >"$root/pwa/node_modules/.lock-digest"
}

pwa_sources() {
  (cd "$root/pwa" && find . \( -path ./node_modules -o -path ./dist -o -path ./dev-dist \) -prune \
    -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64)
}

ensure_pwa() {
  local stamp=$root/var/stamps/pwa have
  have=$(pwa_sources)
  [ -f "$root/pwa/dist/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$have" ] && return
  ensure_node_modules
  say "  … building the field and office app"
  mkdir -p "$root/var/log" "$root/var/stamps"
  (cd "$root/pwa" && npm run --silent build) >"$root/var/log/pwa-build.log" 2>&1 ||
    fail "Building the app failed; the end of var/log/pwa-build.log:" \
      "$(tail -n 15 "$root/var/log/pwa-build.log")"
  printf '%s' "$have" >"$stamp"
}
