/** The programs that stand for a node's own, by name: POSIX shell over the files of the node's folder. */
export const PROGRAMS: Record<string, string> = {
  hostname: String.raw`#!/bin/sh
echo "$HALLIGAN_NODE_HOST"
`,
};
