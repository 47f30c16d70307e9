import { readSync } from "node:fs";
import { ReadStream } from "node:tty";

const READ_BYTES = 1 << 16;
/** A terminal's buffer is smaller; beyond it somebody in the background goes on writing. */
const LARGEST_REST_BYTES = 1 << 18;

/**
 * The library closes a terminal 200 ms after its program has ended, read or not: a busy sandbox would lose the last words. Its one
 * call without an error is that closing, so what the kernel still holds is read there first.
 *
 * @param terminal the library's terminal; without the stream that we expect in it nothing is changed
 * @param isHungUp true when we close the terminal ourselves, and nobody wants the rest
 */
export function drainBeforeClosing(
  terminal: object,
  onBytes: (bytes: Buffer) => void,
  isHungUp: () => boolean,
): void {
  if (!("_socket" in terminal) || !("fd" in terminal)) return;
  const { _socket: socket, fd } = terminal;
  if (!(socket instanceof ReadStream) || typeof fd !== "number") return;
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    if (error === undefined && !isHungUp() && !socket.destroyed) readRest(fd, onBytes);
    return destroy(error);
  };
}

/** Tells whether the library has closed our end of a terminal. */
export function isTerminalClosed(terminal: object): boolean {
  return "_socket" in terminal && terminal._socket instanceof ReadStream && terminal._socket.destroyed;
}

function readRest(descriptor: number, onBytes: (bytes: Buffer) => void): void {
  for (let total = 0; total < LARGEST_REST_BYTES; ) {
    const buffer = Buffer.alloc(READ_BYTES);
    let length: number;
    try {
      length = readSync(descriptor, buffer);
    } catch {
      return; // EAGAIN: somebody in the background keeps the terminal open and is silent. EIO: nobody has it open.
    }
    if (length === 0) return;
    total += length;
    onBytes(buffer.subarray(0, length));
  }
}
