#!/bin/sh
# Dictates with commands, one a connection: STATUS is answered with a line of JSON, the others with
# OK or with ERR: and the reason. HELP lists them all.
#
#   sh examples/text.sh [SECONDS [SOCKET]]
set -eu
seconds=${1:-5}
socket=${2:-$(whis socket)}

# Sends one command, and prints the answer.
ask() {
  if command -v socat >/dev/null; then
    echo "$1" | socat -t 30 - "UNIX-CONNECT:$socket"
  else
    echo "$1" | nc -N -U "$socket"
  fi
}

# The same for a command whose answer must be OK.
must() {
  answer=$(ask "$1")
  echo "$1: $answer"
  [ "$answer" = OK ] || exit 1
}

ask STATUS

must 'START an example' # what stands behind START is the label of the session
sleep "$seconds"
must DONE

# Commands know no events: one asks until it is over.
status=$(ask STATUS)
until echo "$status" | grep -q '"state":"idle"'; do
  sleep 0.2
  status=$(ask STATUS)
done
echo "$status" | grep -o '"saves_count":[0-9]*'
