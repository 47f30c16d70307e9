/** One line as it stood when it was left. Text came from a node: untrusted, without control characters. */
export interface TranscriptLine {
  /** When it was left, in milliseconds since the start: of a command, when Enter was pressed. */
  atMs: number;
  /** When it began. */
  fromMs: number;
  /** Of a program, the rows that stood on its screen, one below the other; of a mark, its label. */
  text: string;
  /** "program": what a full-screen program (an editor, a pager, tmux) showed until `atMs`; "mark": by the recorder. */
  kind: "output" | "program" | "mark";
}

/** A line that was entered at a shell's prompt. Either way it is what the node says. */
export interface TypedCommand {
  /** When Enter was pressed, in milliseconds since the start. */
  atMs: number;
  text: string;
  /** Until it ended or the next prompt was there; undefined: neither came. */
  durationMs?: number;
  /** What the shell said it ended with. */
  exitStatus?: number;
  /** Found by what looks like a prompt, as the shell didn't say where its prompts are. */
  isGuess: boolean;
}
