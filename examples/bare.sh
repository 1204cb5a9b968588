#!/bin/sh
# Dictates with bare words, as clients of the older program of this name do: a JSON string a line,
# "Status", "Toggle" or "Stop" (which ends the service).
#
#   sh examples/bare.sh [SECONDS [SOCKET]]
set -eu
seconds=${1:-5}
socket=${2:-$(whis socket)}

# Sends one line, and prints what comes back.
ask() {
  if command -v socat >/dev/null; then
    printf '%s\n' "$1" | socat -t 30 - "UNIX-CONNECT:$socket"
  else
    printf '%s\n' "$1" | nc -N -U "$socket"
  fi
}

ask '"Status"' # "Idle", "Recording" or "Transcribing"

begun=$(ask '"Toggle"') # "Recording": the microphone is open, speak now
echo "$begun"
[ "$begun" = '"Recording"' ] || exit 1 # for example, the last one is still transcribed
sleep "$seconds"
ask '"Toggle"' # "Transcribing"

# These words know no events: one asks until it is over.
state=$(ask '"Status"')
while [ "$state" != '"Idle"' ]; do
  sleep 0.2
  state=$(ask '"Status"')
done
echo 'The text is where the setting “output” sends it: whis last prints it too.'
