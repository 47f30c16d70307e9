import { spawn } from "node:child_process";
import { processEnvironment } from "./node-process";

export interface Warden {
  /** Settles when what an earlier run left behind is gone: whatever is started sooner would be taken for it. */
  ready: Promise<void>;
  /** Ends every process of the nodes, and waits until that is done. */
  close(): Promise<void>;
}

/**
 * Starts a small shell that outlives us. It waits for the end of a pipe whose other end only we hold: the kernel closes it
 * even when we are killed with SIGKILL. Then it kills every process that carries our mark, their descendants and
 * whoever shares a session with them, until none is left. It also does so once at its start, for what an earlier
 * run left behind.
 *
 * @param mark value of HALLIGAN_NODE in the environment of the nodes' processes
 */
export function startWarden(mark: string): Warden {
  const child = spawn("/bin/sh", ["-c", WARDEN_SCRIPT, "halligan-warden", mark], {
    // A group of its own: a signal to ours, Ctrl-C for one, must not end it before its work is done.
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
    env: processEnvironment({ PATH: "/usr/bin:/bin" }),
    cwd: "/",
  });
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  child.stdin.on("error", () => {
    // It was killed: the next start sweeps.
  });
  const ready = new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  child.unref();
  // A pipe that is still open would keep this process alive.
  for (const pipe of [child.stdin, child.stdout])
    if ("unref" in pipe && typeof pipe.unref === "function") pipe.unref();
  return {
    ready: Promise.race([ready, gone]),
    close: async () => {
      child.ref();
      child.stdin.end();
      await gone;
    },
  };
}

/** Fields 4 and 6 of /proc/PID/stat, counted behind the program's name, are parent and session. */
const WARDEN_SCRIPT = `
mark=$1
trap '' HUP INT TERM
marked() {
  for entry in $(grep -lzxF "HALLIGAN_NODE=$mark" /proc/[0-9]*/environ 2>/dev/null); do
    pid=\${entry#/proc/}
    echo "\${pid%/environ}"
  done
}
belonging() {
  known=" $(marked | tr '\\n' ' ') "
  [ "$known" = "  " ] && return
  sessions=" "
  for pid in $known; do
    read -r stat 2>/dev/null < "/proc/$pid/stat" || continue
    set -- \${stat##*) }
    sessions="$sessions$4 "
  done
  grew=1
  while [ "$grew" = 1 ]; do
    grew=0
    for folder in /proc/[0-9]*; do
      pid=\${folder#/proc/}
      case $known in *" $pid "*) continue ;; esac
      read -r stat 2>/dev/null < "$folder/stat" || continue
      set -- \${stat##*) }
      [ "$1" = Z ] && continue
      case $known in *" $2 "*) known="$known$pid "; grew=1; continue ;; esac
      case $sessions in *" $4 "*) known="$known$pid "; grew=1 ;; esac
    done
  done
  echo $known
}
sweep() {
  round=0
  while [ $round -lt 50 ]; do
    pids=$(belonging)
    [ -z "$pids" ] && return
    kill -STOP $pids 2>/dev/null
    kill -KILL $pids 2>/dev/null
    round=$((round + 1))
    sleep 0.05
  done
}
sweep
echo ready
while read -r line; do :; done
sweep
`;
