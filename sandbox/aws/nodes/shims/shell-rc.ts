import type { NodeRow } from "../../sessions/session-port";

/**
 * What a node's interactive shell reads first. The prompt is fixed text: bash's own \u and \h would show this
 * computer. Only POSIX words, since a computer without bash has its sh read it.
 */
export function shellRc(row: Pick<NodeRow, "ip">): string {
  const host = `ip-${row.ip.replaceAll(".", "-")}`;
  return String.raw`unset HISTFILE MAIL MAILCHECK ENV
umask 022
ulimit -c 0 2>/dev/null
if [ -n "$BASH_VERSION" ]; then
  # Only the node's own folder is a home below which bash shows no path of this computer.
  where='\w'
  [ "$HOME" = "$HALLIGAN_NODE_ROOT" ] || where='$(node_where)'
  PS1="$HALLIGAN_NODE_USER@${host}:$where"'\$ '
  unset where
  shopt -s checkwinsize 2>/dev/null
else
  PS1="$HALLIGAN_NODE_USER@${host}:~$ "
fi
node_where() {
  case "$PWD" in
    "$HOME") echo "~" ;;
    "$HOME"/*) echo "~${"$"}{PWD#"$HOME"}" ;;
    "$HALLIGAN_NODE_ROOT") echo / ;;
    *) echo "${"$"}{PWD#"$HALLIGAN_NODE_ROOT"}" ;;
  esac
}
# The node's absolute paths lie below its folder.
cd() {
  case "$1" in
    "$HALLIGAN_NODE_ROOT"*) command cd "$@" ;;
    /*) if [ -d "$HALLIGAN_NODE_ROOT$1" ]; then command cd "$HALLIGAN_NODE_ROOT$1"; else command cd "$@"; fi ;;
    *) command cd "$@" ;;
  esac
}
# The processes that ps shows are made up, with numbers that no real one can have.
kill() {
  for argument in "$@"; do
    case "$argument" in *[!0-9]* | "") continue ;; esac
    if [ "$argument" -gt 4194304 ]; then node-kill "$@"; return; fi
  done
  command kill "$@"
}
`;
}
