/**
 * Why the gateway closes a WebSocket of a terminal, a watcher or a page. Each code has one meaning, and whoever is
 * attached acts on the code alone; the close's reason is the error code behind it, for the person and the log.
 */
export const CLOSE = {
  /** It sent what its kind of connection may not send. */
  protocolBroken: 1008,
  /** A frame is larger than MAX_INPUT_FRAME. */
  tooLarge: 1009,
  /** The gateway stops: come again, it or another one is there soon. */
  restarting: 1012,
  /** What was needed to answer is away, such as the database: come again. */
  unavailable: 1013,
  /** The sign-in is over, or the person is disabled. */
  notSignedIn: 4001,
  /** This person may not have this terminal; the reason is the refusal's code. */
  refused: 4003,
  /** Another window has it, and keeps it unless this one asks for it. */
  held: 4008,
  /** Another window has taken it over. */
  takenOver: 4009,
  /** The session is over. */
  ended: 4010,
  /** It did not read what it was sent. */
  notReading: 4011,
  /** Too many pages of one person, or at all, are connected. */
  tooMany: 4029,
} as const;

/** A code that the gateway closes with. */
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** What a browser reports when no close came at all (RFC 6455 §7.4.1): nobody sends it. */
export const NO_CLOSE_HEARD = 1006;
