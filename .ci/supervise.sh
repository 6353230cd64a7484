# Sourced by the wrappers that start a server, run a command beside it, and leave nothing behind.
# The sourcing script defines `cleanup`, calls `cleanup_at_end`, starts its server, then calls `supervise "$@"`.

supervised=""

# From here on `cleanup` runs exactly once, however the script ends (SIGKILL excepted).
cleanup_at_end() {
  trap 'code=$?; trap "" INT TERM HUP; cleanup || true; exit "$code"' EXIT
  trap 'end_by INT 130' INT
  trap 'end_by TERM 143' TERM
  trap 'end_by HUP 129' HUP
}

# Passes the signal to everything the command started, waits for it (20 s, then it is killed), and leaves through
# the EXIT trap.
end_by() {
  trap '' INT TERM HUP
  if [ -n "$supervised" ]; then
    kill -s "$1" -- "-$supervised" 2>/dev/null || true
    for _ in {1..200}; do
      kill -s 0 -- "-$supervised" 2>/dev/null || break
      sleep 0.1
    done
    kill -s KILL -- "-$supervised" 2>/dev/null || true
    wait "$supervised" 2>/dev/null || true
  fi
  exit "$2"
}

# Runs the command in a process group of its own, so that a signal to this script alone reaches all of it.
# Such a group may not read from a terminal: there it gets an empty standard input.
supervise() {
  if [ -t 0 ]; then exec </dev/null; fi
  set -m
  "$@" <&0 &
  supervised=$!
  set +m
  local code=0
  wait "$supervised" || code=$?
  supervised=""
  exit "$code"
}

# A TCP port of 127.0.0.1 that nobody listens on, below the range from which outgoing connections take theirs.
free_port() {
  local port
  for _ in {1..200}; do
    port=$((15000 + (RANDOM * 32768 + RANDOM) % 17000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  echo "${0##*/}: no free port found on 127.0.0.1" >&2
  return 1
}
