#!/usr/bin/env bash
# Draws the PNG icons from static/icons/icon.svg with Chromium. Run it after changing the drawing and commit what it writes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../static/icons"
chromium="${HOLDFAST_CHROMIUM:-/usr/lib/chromium/chromium}"
profile="$(mktemp -d)"
trap 'rm -rf "$profile"' EXIT

# draw FILE SIZE IMAGE-STYLE PAGE-STYLE: one screenshot of the drawing on a page of SIZE pixels.
draw() {
  local page="$profile/page.html"
  printf '<body style="margin:0;%s"><img src="file://%s/icon.svg" style="display:block;%s">' "$4" "$PWD" "$3" >"$page"
  "$chromium" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --hide-scrollbars \
    --default-background-color=00000000 --user-data-dir="$profile/data" --window-size="$2,$2" \
    --screenshot="$PWD/$1" "file://$page" 2>/dev/null
}

draw icon-192.png 192 'width:192px' ''
draw icon-512.png 512 'width:512px' ''
# Platforms cut these to shapes of their own: the colour fills the square, the mark stays in the safe zone.
draw maskable-512.png 512 'width:440px;margin:36px' 'background:#0f5e59;overflow:hidden'
draw apple-touch-180.png 180 'width:180px' 'background:#0f5e59'
