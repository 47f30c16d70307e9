/** Why the gateway closes a WebSocket of a terminal, a watcher or a page; whoever is attached acts on it. */
export const CLOSE = {
  policy: 1008,
  tooLarge: 1009,
  restarting: 1012,
  notSignedIn: 4001,
  refused: 4003,
  /** Another window has the keyboard. */
  held: 4008,
  /** Another window has taken the keyboard. */
  takenOver: 4009,
  ended: 4010,
  /** It did not read what it was sent. */
  notReading: 4011,
  /** Too many pages of one person, or at all, are connected. */
  tooMany: 4029,
} as const;

/** Input bytes in one frame at most; a longer paste is split. */
export const MAX_INPUT_FRAME = 4096;
