/**
 * Services of a node. A unit is a file of etc/systemd/system; its state is run/units/NAME, shell assignments that these programs
 * write; its journal is var/log/journal/NAME.log, one line each: ISO time, host, program, text. Starting a unit
 * runs the script that ExecStart names, below the node's folder: what it prints goes to the journal, and its
 * exit status decides.
 */
export const SERVICE_PROGRAMS: Record<string, string> = {
  systemctl: String.raw`#!/bin/sh
root=$HALLIGAN_NODE_ROOT
say() { # unit program text
  echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $(hostname -s) $2: $3" >>"$root/var/log/journal/$1.log"
}
field() { sed -n "s/^$2=//p" "$root/etc/systemd/system/$1.service" | head -n 1; }
ago() {
  seconds=$(($(date +%s) - $1))
  if [ $seconds -lt 60 ]; then echo "$seconds""s"
  elif [ $seconds -lt 3600 ]; then echo "$((seconds / 60))min"
  elif [ $seconds -lt 86400 ]; then echo "$((seconds / 3600))h $((seconds % 3600 / 60))min"
  else echo "$((seconds / 86400)) days"; fi
}
save() { # unit active pid status
  printf 'active=%s\npid=%s\nstatus=%s\nsince=%s\nstat=Ssl\n' "$2" "$3" "$4" "$(date +%s)" >"$root/run/units/$1"
}
load() { active=inactive pid=0 status=0 since=0 stat=Ssl; . "$root/run/units/$1"; }
run() { # unit field: runs its script, its words go to the journal
  script=$(field "$1" "$2")
  [ -z "$script" ] && return 0
  words=$("$root$script" 2>&1)
  code=$?
  new=$((4194305 + $(date +%s) % 90000))
  echo "$words" | while IFS= read -r line; do [ -n "$line" ] && say "$1" "$1[$new]" "$line"; done
  return $code
}
start() {
  load "$1"
  [ "$active" = active ] && return 0
  say "$1" "systemd[1]" "Starting $1.service - $(field "$1" Description)..."
  run "$1" ExecStart
  code=$?
  new=$((4194305 + $(date +%s) % 90000))
  if [ $code -eq 0 ]; then
    save "$1" active $new 0
    say "$1" "systemd[1]" "Started $1.service - $(field "$1" Description)."
    return 0
  fi
  save "$1" failed $new $code
  say "$1" "systemd[1]" "$1.service: Main process exited, code=exited, status=$code/FAILURE"
  say "$1" "systemd[1]" "$1.service: Failed with result 'exit-code'."
  say "$1" "systemd[1]" "Failed to start $1.service - $(field "$1" Description)."
  echo "Job for $1.service failed because the control process exited with error code." >&2
  echo "See \"systemctl status $1.service\" and \"journalctl -xeu $1.service\" for details." >&2
  return 1
}
stop() {
  load "$1"
  [ "$active" = active ] && say "$1" "systemd[1]" "Stopped $1.service - $(field "$1" Description)."
  save "$1" inactive 0 0
}
reload() {
  load "$1"
  [ "$active" = active ] || { echo "$1.service is not active, cannot reload." >&2; return 1; }
  run "$1" ExecReload || {
    echo "Job for $1.service failed because the control process exited with error code." >&2
    echo "See \"systemctl status $1.service\" and \"journalctl -xeu $1.service\" for details." >&2
    return 1
  }
  say "$1" "systemd[1]" "Reloaded $1.service - $(field "$1" Description)."
}
show() {
  load "$1"
  case $active in active) dot='●' words='active (running)' ;; failed) dot='×' words='failed (Result: exit-code)' ;; *) dot='○' words='inactive (dead)' ;; esac
  echo "$dot $1.service - $(field "$1" Description)"
  echo "     Loaded: loaded (/etc/systemd/system/$1.service; enabled; preset: disabled)"
  echo "     Active: $words since $(date -u -d "@$since" '+%a %Y-%m-%d %H:%M:%S UTC'); $(ago "$since") ago"
  case $active in
    active) echo "   Main PID: $pid ($1)"; echo "      Tasks: 9 (limit: 9382)"; echo "     CGroup: /system.slice/$1.service"; echo "             └─$pid $(field "$1" ExecStart)" ;;
    failed) echo "    Process: $pid ExecStart=$(field "$1" ExecStart) (code=exited, status=$status/FAILURE)"; echo "   Main PID: $pid (code=exited, status=$status/FAILURE)" ;;
  esac
  echo
  journalctl -u "$1" -n 10
  [ "$active" = active ] || return 3
}
list() {
  printf '  %-28s %-6s %-8s %-8s %s\n' UNIT LOAD ACTIVE SUB DESCRIPTION
  for path in "$root"/run/units/*; do
    name=$(basename "$path")
    load "$name"
    case "$1" in *failed*) [ "$active" = failed ] || continue ;; esac
    case $active in active) sub=running dot=' ' ;; failed) sub=failed dot='●' ;; *) sub=dead dot=' ' ;; esac
    printf '%s %-28s %-6s %-8s %-8s %s\n' "$dot" "$name.service" loaded "$active" "$sub" "$(field "$name" Description)"
  done
}
flags= verb= names=
for argument in "$@"; do
  case "$argument" in
    -*) flags="$flags $argument" ;;
    *) if [ -z "$verb" ]; then verb=$argument; else names="$names $(echo "$argument" | sed 's/\.service$//')"; fi ;;
  esac
done
case "$verb" in
  "" | list-units) list "$flags $names"; exit 0 ;;
  daemon-reload | reset-failed) exit 0 ;;
  is-system-running) grep -qs '^active=failed' "$root"/run/units/* && { echo degraded; exit 1; }; echo running; exit 0 ;;
esac
[ -z "$names" ] && { if [ "$verb" = status ]; then list; exit 0; fi; echo "Too few arguments." >&2; exit 1; }
result=0
for name in $names; do
  if [ ! -f "$root/run/units/$name" ]; then
    echo "Unit $name.service could not be found." >&2
    result=4
    continue
  fi
  case "$verb" in
    status) show "$name" || result=$? ;;
    start) start "$name" || result=1 ;;
    stop | kill) stop "$name" ;;
    restart) stop "$name"; start "$name" || result=1 ;;
    reload) reload "$name" || result=1 ;;
    reload-or-restart) reload "$name" || { stop "$name"; start "$name" || result=1; } ;;
    is-active) load "$name"; echo "$active"; [ "$active" = active ] || result=3 ;;
    is-failed) load "$name"; echo "$active"; [ "$active" = failed ] || result=1 ;;
    is-enabled) echo enabled ;;
    cat) echo "# /etc/systemd/system/$name.service"; cat "$root/etc/systemd/system/$name.service" ;;
    enable | disable | show) ;;
    *) echo "Unknown command verb $verb." >&2; exit 1 ;;
  esac
done
exit $result
`,
  "node-kill": String.raw`#!/bin/sh
# Ends a service's process: systemd starts it again. Who waits for a disk can't be killed.
root=$HALLIGAN_NODE_ROOT
for pid in "$@"; do
  case "$pid" in -*) continue ;; esac
  path=$(grep -l "^pid=$pid\$" "$root"/run/units/* 2>/dev/null)
  [ -z "$path" ] && { echo "kill: ($pid) - Operation not permitted" >&2; exit 1; }
  grep -q '^stat=D' "$path" || systemctl restart "$(basename "$path")"
done
`,
  pkill: String.raw`#!/bin/sh
# Never the real one: it would look for processes of this computer.
for argument in "$@"; do case "$argument" in -*) ;; *) pattern=$argument ;; esac; done
pids=$(pgrep -f "$pattern") || exit 1
exec node-kill $pids
`,
  killall: '#!/bin/sh\nexec pkill "$@"\n',
  ...Object.fromEntries(
    ["reboot", "shutdown", "halt", "poweroff", "init"].map((name) => [
      name,
      `#!/bin/sh\necho "${name}: refused, this node is part of a demo on your own computer" >&2\nexit 1\n`,
    ]),
  ),
  service: '#!/bin/sh\nexec systemctl "$2" "$1"\n',
  journalctl: String.raw`#!/bin/sh
folder=$HALLIGAN_NODE_ROOT/var/log/journal
unit= count= follow=
while [ $# -gt 0 ]; do
  case "$1" in
    -u | --unit) unit=$2; shift ;;
    --unit=*) unit=$(echo "$1" | cut -d= -f2) ;;
    -n | --lines) count=$2; shift ;;
    -n* | --lines=*) count=$(echo "$1" | tr -cd 0-9) ;;
    -f | --follow) follow=1 ;;
    -S | --since | -U | --until | -p | --priority | -o | --output) shift ;;
    -[a-z]*u) unit=$2; shift ;;
  esac
  shift
done
unit=$(echo "$unit" | sed 's/\.service$//')
[ -n "$unit" ] && [ ! -f "$folder/$unit.log" ] && { echo "-- No entries --"; exit 0; }
short() {
  awk '{
    split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", month, " ")
    stamp = $1; $1 = ""
    printf "%s %s %s%s\n", month[substr(stamp, 6, 2) + 0], substr(stamp, 9, 2), substr(stamp, 12, 8), $0
    fflush()
  }'
}
# The folder may contain blanks: no word splitting on its path.
all() { (cd "$folder" && if [ -n "$unit" ]; then cat "$unit.log"; else sort -s -k1,1 ./*.log; fi); }
[ -n "$follow" ] && [ -z "$count" ] && count=10
if [ -n "$count" ]; then all | tail -n "$count" | short; else all | short; fi
[ -z "$follow" ] && exit 0
cd "$folder" && if [ -n "$unit" ]; then tail -n 0 -f "$unit.log" | short; else tail -q -n 0 -f ./*.log | short; fi
`,
  curl: String.raw`#!/bin/sh
# Only the node's own services answer; there is no network here.
url= head=
for argument in "$@"; do
  case "$argument" in
    -i | -I | -si | -sI) head=1 ;;
    -*) ;;
    *) url=$argument ;;
  esac
done
[ -z "$url" ] && { echo "curl: try 'curl --help' for more information" >&2; exit 2; }
place=$(echo "$url" | sed 's|^https\{0,1\}://||; s|/.*||')
case "$place" in
  localhost* | 127.0.0.1* | "$HALLIGAN_NODE_IP"* | "$HALLIGAN_NODE_HOST"*)
    port=$(echo "$place" | sed -n 's/.*:\([0-9]*\)$/\1/p')
    answer=$HALLIGAN_NODE_ROOT/run/http/$port
    [ -n "$port" ] && [ -x "$answer" ] || { echo "curl: (7) Failed to connect to $place: Connection refused" >&2; exit 7; }
    body=$("$answer")
    case $? in
      0) line="HTTP/1.1 200 OK" ;;
      7) echo "curl: (7) Failed to connect to $place: Connection refused" >&2; exit 7 ;;
      *) line="HTTP/1.1 503 Service Unavailable" ;;
    esac
    [ -n "$head" ] && printf '%s\r\ncontent-type: application/json\r\n\r\n' "$line"
    echo "$body"
    ;;
  *) echo "curl: (6) Could not resolve host: $(echo "$place" | cut -d: -f1)" >&2; exit 6 ;;
esac
`,
};
