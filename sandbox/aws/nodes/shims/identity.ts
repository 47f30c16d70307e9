import { sudoersWith } from "../node-users";

/** Who and where: the programs that would name this computer and its user. */
export const IDENTITY_PROGRAMS: Record<string, string> = {
  hostname: String.raw`#!/bin/sh
case "$1" in
  -s | --short) echo "$HALLIGAN_NODE_HOST" | cut -d. -f1 ;;
  -d | --domain) echo "$HALLIGAN_NODE_HOST" | cut -d. -f2- ;;
  -i | -I | --ip-address | --all-ip-addresses) echo "$HALLIGAN_NODE_IP" ;;
  -*) echo "$HALLIGAN_NODE_HOST" ;;
  "") echo "$HALLIGAN_NODE_HOST" ;;
  *) echo "hostname: you must be root to change the host name" >&2; exit 1 ;;
esac
`,
  uname: String.raw`#!/bin/sh
release=6.1.119-129.201.amzn2023.x86_64
version="#1 SMP PREEMPT_DYNAMIC"
out=
add() { out="$out$1 "; }
[ $# -eq 0 ] && set -- -s
for flag in $(printf '%s\n' "$*" | sed 's/--[a-z-]*//g; s/-//g; s/./& /g'); do
  case $flag in
    a) add Linux; add "$HALLIGAN_NODE_HOST"; add "$release"; add "$version"; add x86_64; add x86_64; add x86_64; add GNU/Linux ;;
    s) add Linux ;;
    n) add "$HALLIGAN_NODE_HOST" ;;
    r) add "$release" ;;
    v) add "$version" ;;
    m | p | i) add x86_64 ;;
    o) add GNU/Linux ;;
  esac
done
echo "$out" | sed 's/ $//'
`,
  arch: "#!/bin/sh\necho x86_64\n",
  whoami: '#!/bin/sh\necho "$HALLIGAN_NODE_USER"\n',
  logname: '#!/bin/sh\necho "$HALLIGAN_NODE_USER"\n',
  groups: '#!/bin/sh\necho "$HALLIGAN_NODE_USER"\n',
  id: String.raw`#!/bin/sh
user=$HALLIGAN_NODE_USER
flags=
for argument in "$@"; do
  case "$argument" in -*) flags="$flags$argument" ;; *) user=$argument ;; esac
done
line=$(grep "^$user:" "$HALLIGAN_NODE_ROOT/etc/passwd") || {
  echo "id: '$user': no such user" >&2
  exit 1
}
uid=$(echo "$line" | cut -d: -f3)
case "$flags" in
  *n*) echo "$user" ;;
  *u* | *g* | *G*) echo "$uid" ;;
  *) echo "uid=$uid($user) gid=$uid($user) groups=$uid($user)" ;;
esac
`,
  getent: String.raw`#!/bin/sh
database=$1
key=$2
etc=$HALLIGAN_NODE_ROOT/etc
case "$database" in
  passwd | group)
    [ -z "$key" ] && exec cat "$etc/$database"
    awk -F: -v key="$key" '$1 == key || $3 == key { print; found = 1 } END { exit found ? 0 : 2 }' "$etc/$database"
    ;;
  hosts | ahosts | ahostsv4)
    [ -z "$key" ] && exec cat "$etc/hosts"
    awk -v key="$key" '
      { for (i = 1; i <= NF; i++) if ($i == key) { printf "%-15s %s\n", $1, key; found = 1; exit } }
      END { exit found ? 0 : 2 }' "$etc/hosts"
    ;;
  *) exit 2 ;;
esac
`,
  hostnamectl: String.raw`#!/bin/sh
cat <<END
 Static hostname: $HALLIGAN_NODE_HOST
       Icon name: computer-vm
         Chassis: vm
  Virtualization: amazon
Operating System: Amazon Linux 2023.6.20241212
          Kernel: Linux 6.1.119-129.201.amzn2023.x86_64
    Architecture: x86-64
 Hardware Vendor: Amazon EC2
  Hardware Model: m6i.large
END
`,
  sudo: String.raw`#!/bin/sh
# Who may do what on the node; on this computer nothing changes hands.
case $HALLIGAN_NODE_USER in
  ${sudoersWith("all")}) rights=all ;;
  ${sudoersWith("services")}) rights=services ;;
  *) rights=nothing ;;
esac
refuse() { echo "$1" >&2; exit 1; }
[ $rights = nothing ] && refuse "$HALLIGAN_NODE_USER is not in the sudoers file."
while [ $# -gt 0 ]; do
  case "$1" in
    -i | -s) set -- su ;;
    -u) shift; shift ;;
    -l)
      commands=ALL
      [ $rights = services ] && commands="/usr/bin/systemctl, /usr/bin/journalctl"
      echo "User $HALLIGAN_NODE_USER may run the following commands: (ALL) NOPASSWD: $commands"
      exit 0
      ;;
    -*) shift ;;
    *) break ;;
  esac
done
[ $# -eq 0 ] && exit 1
case "$rights $1" in
  all* | "services systemctl" | "services journalctl") ;;
  *) refuse "Sorry, user $HALLIGAN_NODE_USER is not allowed to execute '$*' as root on $(hostname -s)." ;;
esac
HALLIGAN_NODE_USER=root USER=root LOGNAME=root
export HALLIGAN_NODE_USER USER LOGNAME
exec "$@"
`,
  su: String.raw`#!/bin/sh
[ "$HALLIGAN_NODE_USER" = root ] || { echo "su: Authentication failure" >&2; exit 1; }
PS1="[root@$(hostname -s) \\W]# "
export PS1
if [ -x /bin/bash ]; then exec /bin/bash --noprofile --norc; fi
exec /bin/sh
`,
  who: "#!/bin/sh\nexit 0\n",
  last: '#!/bin/sh\necho\necho "wtmp begins Mon Jan  5 08:14:02 2026"\n',
};
