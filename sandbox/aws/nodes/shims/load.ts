/**
 * Disks, processes, sockets, load. Tables lie in the node's run/ folder: mounts (device, size and base use in KB, mount point,
 * folder whose files count), processes (user, pid, parent, stat, cpu, memory, rss, start, command), sockets; the
 * services' own processes come from run/units, connections that come and go from the script run/connections.
 */
export const LOAD_PROGRAMS: Record<string, string> = {
  df: String.raw`#!/bin/sh
root=$HALLIGAN_NODE_ROOT
human=0 types=0 inodes=0 where=
for argument in "$@"; do
  case "$argument" in
    --*) ;;
    -*) case "$argument" in *h* | *H*) human=1 ;; esac
        case "$argument" in *T*) types=1 ;; esac
        case "$argument" in *i*) inodes=1 ;; esac ;;
    *) where=$(case "$argument" in "$root"*) echo "$argument" | sed "s|^$root||" ;; /*) echo "$argument" ;; *) echo "$PWD/$argument" | sed "s|^$root||" ;; esac) ;;
  esac
done
while read -r device size base mount folder; do
  own=0
  [ "$folder" != - ] && own=$(command du -sk "$root/$folder" 2>/dev/null | cut -f1)
  echo "$device $size $((base + own)) $mount"
done <"$root/run/mounts" | awk -v human=$human -v types=$types -v inodes=$inodes -v where="$where" '
  function size(kb) {
    if (!human) return kb
    if (kb >= 1048576) return sprintf("%.1fG", kb / 1048576)
    if (kb >= 1024) return sprintf(kb < 10240 ? "%.1fM" : "%dM", kb / 1024)
    return kb == 0 ? "0" : kb "K"
  }
  function line(device, total, used, free, share, mount) {
    if (types) printf "%-16s %-8s %10s %10s %10s %5s %s\n", device, device == "tmpfs" ? "tmpfs" : device == "Filesystem" ? "Type" : "xfs", total, used, free, share, mount
    else printf "%-16s %10s %10s %10s %5s %s\n", device, total, used, free, share, mount
  }
  { device[NR] = $1; total[NR] = $2; used[NR] = $3 > $2 ? $2 : $3; mount[NR] = $4 }
  END {
    if (inodes) line("Filesystem", "Inodes", "IUsed", "IFree", "IUse%", "Mounted on")
    else line("Filesystem", human ? "Size" : "1K-blocks", "Used", human ? "Avail" : "Available", "Use%", "Mounted on")
    for (i = 1; i <= NR; i++) {
      if (where == "") continue
      prefix = mount[i] == "/" ? "/" : mount[i] "/"
      if (index(where "/", prefix) == 1 && length(prefix) > length(best)) { best = prefix; chosen = i }
    }
    for (i = 1; i <= NR; i++) {
      if (where != "" && i != chosen) continue
      if (inodes) { line(device[i], total[i] / 4, int(used[i] / 64), total[i] / 4 - int(used[i] / 64), "2%", mount[i]); continue }
      share = total[i] ? int((used[i] * 100 + total[i] - 1) / total[i]) : 0
      line(device[i], size(total[i]), size(used[i]), size(total[i] - used[i]), share "%", mount[i])
    }
  }'
`,
  lsblk: String.raw`#!/bin/sh
echo "NAME          MAJ:MIN RM  SIZE RO TYPE MOUNTPOINTS"
awk '$1 ~ /^\/dev/ { sub("/dev/", "", $1); printf "%-13s 259:%d    0 %4dM  0 disk %s\n", $1, n++, $2 / 1024, $4 }' "$HALLIGAN_NODE_ROOT/run/mounts"
`,
  mount: String.raw`#!/bin/sh
awk '{ printf "%s on %s type %s (rw,noatime)\n", $1, $4, $1 == "tmpfs" ? "tmpfs" : "xfs" }' "$HALLIGAN_NODE_ROOT/run/mounts"
`,
  "node-processes": String.raw`#!/bin/sh
# For ps, top, pgrep: every process of the node, tab separated.
root=$HALLIGAN_NODE_ROOT
cat "$root/run/processes"
for path in "$root"/run/units/*; do
  [ -f "$path" ] || continue
  name=$(basename "$path")
  active= pid= stat=Ssl
  . "$path"
  [ "$active" = active ] || continue
  command=$(sed -n 's/^ExecStart=//p' "$root/etc/systemd/system/$name.service")
  cpu=0.7
  case $stat in D*) cpu=0.0 ;; esac
  printf '%s\t%s\t1\t%s\t%s\t3.1\t121844\t%s\t%s\n' "$name" "$pid" "$stat" "$cpu" "$(date -u -d "@$since" +%b%d)" "$command"
done
printf '%s\t4194399\t4194390\tSs\t0.0\t0.1\t5120\t%s\t%s\n' "$HALLIGAN_NODE_USER" "$(date -u +%H:%M)" "-bash"
`,
  ps: String.raw`#!/bin/sh
case "$*" in
  *aux* | *-aux* | *u*x*)
    node-processes | awk -F'\t' 'BEGIN { printf "%-12s %8s %4s %4s %7s %-4s %-6s %s\n", "USER", "PID", "%CPU", "%MEM", "RSS", "STAT", "START", "COMMAND" }
      { printf "%-12s %8s %4s %4s %7s %-4s %-6s %s\n", $1, $2, $5, $6, $7, $4, $8, $9 }' ;;
  *e* | *A*)
    node-processes | awk -F'\t' 'BEGIN { printf "%-12s %8s %8s %-4s %-6s %s\n", "UID", "PID", "PPID", "STAT", "STIME", "CMD" }
      { printf "%-12s %8s %8s %-4s %-6s %s\n", $1, $2, $3, $4, $8, $9 }' ;;
  *) printf '    PID TTY          TIME CMD\n4194399 pts/0    00:00:00 bash\n' ;;
esac
`,
  pgrep: String.raw`#!/bin/sh
for argument in "$@"; do case "$argument" in -*) ;; *) pattern=$argument ;; esac; done
node-processes | awk -F'\t' -v pattern="$pattern" '$9 ~ pattern { print $2; found = 1 } END { exit found ? 0 : 1 }'
`,
  top: String.raw`#!/bin/sh
# One frame, as top -b -n 1 prints it.
echo "top - $(uptime | sed 's/^ //')"
node-processes | awk -F'\t' '{ total++; if ($4 ~ /^R/) running++; if ($4 ~ /^D/) waiting++ }
  END { printf "Tasks: %d total, %d running, %d sleeping, 0 stopped, 0 zombie\n", total, running + 1, total - running - 1
        printf "%%Cpu(s):  1.8 us,  0.9 sy,  0.0 ni, %s id, %s wa\n", waiting ? "48.9" : "96.8", waiting ? "48.2" : " 0.3" }'
free -m | awk 'NR == 2 { printf "MiB Mem : %d total, %d free, %d used\n", $2, $4, $3 }'
printf '\n    PID USER         S  %%CPU  %%MEM COMMAND\n'
node-processes | sort -t"$(printf '\t')" -k5,5nr | awk -F'\t' '{ printf "%7s %-12s %s %5s %5s %s\n", $2, $1, substr($4, 1, 1), $5, $6, $9 }'
`,
  uptime: String.raw`#!/bin/sh
echo " $(date -u +%H:%M:%S) up 41 days,  6:12,  0 users,  load average: $(cat "$HALLIGAN_NODE_ROOT/run/load")"
`,
  w: "#!/bin/sh\nuptime\necho 'USER     TTY      FROM             LOGIN@   IDLE WHAT'\n",
  free: String.raw`#!/bin/sh
case "$*" in
  *h*) printf '               total        used        free      shared  buff/cache   available\nMem:           7.6Gi       2.1Gi       3.4Gi       1.0Mi       2.1Gi       5.3Gi\nSwap:             0B          0B          0B\n' ;;
  *m*) printf '               total        used        free      shared  buff/cache   available\nMem:            7801        2150        3500           1        2150        5410\nSwap:              0           0           0\n' ;;
  *) printf '               total        used        free      shared  buff/cache   available\nMem:         7988224     2201600     3584000        1024     2202624     5539840\nSwap:              0           0           0\n' ;;
esac
`,
  nproc: "#!/bin/sh\necho 2\n",
  ip: String.raw`#!/bin/sh
case "$*" in
  r | route* | *" r" | *" route"*) printf 'default via %s.1 dev ens5 proto dhcp src %s metric 512\n' "$(echo "$HALLIGAN_NODE_IP" | cut -d. -f1-3)" "$HALLIGAN_NODE_IP" ;;
  *) printf '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001\n    inet %s/24 metric 512 brd %s.255 scope global dynamic ens5\n' "$HALLIGAN_NODE_IP" "$(echo "$HALLIGAN_NODE_IP" | cut -d. -f1-3)" ;;
esac
`,
  ifconfig: "#!/bin/sh\nexec ip addr\n",
  ss: String.raw`#!/bin/sh
root=$HALLIGAN_NODE_ROOT
all() { cat "$root/run/sockets"; [ -x "$root/run/connections" ] && "$root/run/connections"; }
case "$*" in
  *state*) wanted=$(echo "$*" | sed 's/.*state *//; s/ .*//' | tr a-z A-Z); wanted=$(echo "$wanted" | sed 's/^ESTABLISHED$/ESTAB/; s/^LISTENING$/LISTEN/') ;;
  -s | *" -s"*)
    all | awk '{ count[$1]++; total++ } END {
      printf "Total: %d\nTCP:   %d (estab %d, closed 0, close-wait %d, timewait %d, listen %d)\n", total, total, count["ESTAB"], count["CLOSE-WAIT"], count["TIME-WAIT"], count["LISTEN"] }'
    exit 0 ;;
  *l*) wanted=LISTEN ;;
  *a*) wanted= ;;
  *) wanted=NOTLISTEN ;;
esac
all | awk -v wanted="$wanted" '
  BEGIN { printf "%-11s %-7s %-7s %-22s %-22s %s\n", "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", "Process" }
  wanted == "" || $1 == wanted || (wanted == "NOTLISTEN" && $1 != "LISTEN") { printf "%-11s %-7s %-7s %-22s %-22s %s\n", $1, $2, $3, $4, $5, $6 }'
`,
  netstat: '#!/bin/sh\nexec ss "$@"\n',
  dmesg:
    "#!/bin/sh\necho '[    0.000000] Linux version 6.1.119-129.201.amzn2023.x86_64'\necho '[    1.204411] nvme nvme0: 2/0/0 default/read/poll queues'\n",
};
