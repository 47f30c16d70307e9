/**
 * A node has no file system of its own. Programs that take paths are wrapped: an absolute path that exists below the node's
 * folder means that one, and is printed again as the node would. Redirections of the shell and programs without a
 * wrapper still see this computer; docs say so.
 */

/** These change files. An absolute path always means the node's, whether it exists there or not, but for /dev, /proc and /tmp. */
const CHANGERS = [
  "cp",
  "mv",
  "touch",
  "mkdir",
  "tee",
  "truncate",
  "ln",
  "gzip",
  "gunzip",
  "rm",
  "rmdir",
  "chmod",
  "chown",
];
/** These print the paths they were given. */
const PRINTERS = "ls du find grep egrep fgrep zgrep stat wc readlink realpath file sha256sum md5sum".split(
  " ",
);
const READERS =
  "cat less more head tail sort uniq cut sed awk diff vi vim nano zcat tar sh bash xxd od tac jq".split(" ");

const WRAPPER = String.raw`
root=$HALLIGAN_NODE_ROOT
name=$(basename "$0")
# Without our own folder on it, PATH finds the real program.
real=$(PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin command -v "$name") || {
  echo "bash: $name: command not found" >&2
  exit 127
}
mapped=0
count=$#
while [ "$count" -gt 0 ]; do
  argument=$1
  shift
  case "$argument" in
    "$root"* | /dev/* | /proc/* | /tmp/*) ;;
    /*)
      if [ -e "$root$argument" ] || [ -L "$root$argument" ] || [ "$changes" = 1 ]; then
        argument=$root$argument
        mapped=1
      fi
      ;;
  esac
  set -- "$@" "$argument"
  count=$((count - 1))
done
if [ "$prints" != 1 ] || [ "$mapped" = 0 ]; then exec "$real" "$@"; fi
[ "$name" = ls ] && [ -t 1 ] && set -- -C "$@"
exec 5>&1
status=$({ { "$real" "$@"; echo $? >&3; } | sed "s|$root/|/|g; s|$root|/|g" >&5; } 3>&1)
exit "$status"
`;

/** Programs that take paths, wrapped. */
export const PATH_PROGRAMS: Record<string, string> = Object.fromEntries([
  ...wrap(CHANGERS, "changes=1 prints=0"),
  ...wrap(PRINTERS, "changes=0 prints=1"),
  ...wrap(READERS, "changes=0 prints=0"),
]);

function wrap(names: string[], flags: string): [string, string][] {
  return names.map((name) => [name, `#!/bin/sh\n${flags}\n${WRAPPER}`]);
}
