import { Flag, PanelTop, SquareTerminal } from "lucide-react";
import { LINUX_SHELL_PROFILE } from "@/lib/terminal-output/shell-profile";
import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import { t } from "@/messages/translate";
import { markText } from "../timeline/mark-text";
import { kindOf } from "../timeline/marks";
import { lengthText } from "./command-list";

/** Characters of one line that are laid out, until it is pressed: a page's work is bounded whatever a node prints. */
const MOST_CHARACTERS = 2_000;
/** The terminal echoes what the session document has the agent type; bash does so again behind its prompt. Nobody's. */
const SET_UP = LINUX_SHELL_PROFILE.trim();

interface LineTextProps {
  line: TranscriptLine;
  person: string;
  /** Shows all of it, however long. */
  isWhole: boolean;
  /** Somebody looks for something that is in it. */
  isFound: boolean;
}

/** A line of the transcript. */
export function LineText({ line, person, isWhole, isFound }: LineTextProps) {
  if (line.kind === "mark")
    return (
      <span className="inline-flex min-w-0 items-center gap-1.5 text-amber">
        <Flag aria-hidden className="size-3.5 shrink-0" />
        <bdi className="break-all">{markText({ kind: kindOf(line.text), label: line.text }, person)}</bdi>
      </span>
    );
  const text = isWhole || line.text.length <= MOST_CHARACTERS ? line.text : clipped(line.text);
  const shown = (
    <bdi dir="ltr" className="whitespace-pre-wrap break-all">
      {text === "" ? "\u00a0" : text}
    </bdi>
  );
  if (line.kind === "output") {
    const before = isWhole || isFound ? null : textBeforeSetUp(line.text);
    return before === null ? shown : <SetUp before={before} />;
  }
  return (
    <span className="grid gap-0.5 text-soft">
      <span className="inline-flex items-center gap-1.5">
        <PanelTop aria-hidden className="size-3.5 shrink-0" />
        {programText(line)}
      </span>
      {isWhole && line.text !== "" && shown}
    </span>
  );
}

/** @returns null: the line does not end with what sets up the shell. Nothing but that is folded, whatever stands before it */
function textBeforeSetUp(text: string): string | null {
  const trimmed = text.trimEnd();
  return trimmed.endsWith(SET_UP) ? trimmed.slice(0, -SET_UP.length).trim() : null;
}

function SetUp({ before }: { before: string }) {
  return (
    <span>
      {before !== "" && (
        <bdi dir="ltr" className="whitespace-pre-wrap break-all">
          {before}{" "}
        </bdi>
      )}
      <span className="inline-flex items-center gap-1.5 text-soft">
        <SquareTerminal aria-hidden className="size-3.5 shrink-0" />
        {t("replay.setup")}
      </span>
    </span>
  );
}

/** That a full-screen program ran, and for how long. */
function programText({ atMs, fromMs }: TranscriptLine): string {
  if (atMs <= fromMs) return t("replay.program");
  return t("replay.program.length", { length: lengthText((atMs - fromMs) / 1000) });
}

/** A line as text: marks and full-screen programs in words. */
export function lineText(line: TranscriptLine, person: string): string {
  if (line.kind === "mark") return markText({ kind: kindOf(line.text), label: line.text }, person);
  if (line.kind === "program") return `[${programText(line)}] ${line.text}`.trimEnd();
  return line.text;
}

function clipped(text: string): string {
  return `${text.slice(0, MOST_CHARACTERS)}…`;
}
