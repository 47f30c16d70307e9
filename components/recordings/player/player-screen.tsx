"use client";

import "@xterm/xterm/css/xterm.css";
import { Play } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { t } from "@/messages/translate";
import { formatDuration, formatUtcTime } from "@/messages/values";
import type { EngineState } from "../playback/engine-parts";
import { momentOf } from "../playback/moment";
import type { ReplayEngine } from "../playback/replay-engine";
import type { GatewayProblem } from "../source/gateway";
import { problemText, troubleText } from "../source/problem-text";
import { mountScreen } from "./mount-screen";

interface PlayerScreenProps {
  engine: ReplayEngine;
  state: EngineState;
  startedAt: Date;
  posterMs: number;
  /** Why the gateway can't be reached at the moment; undefined: it can. */
  trouble: GatewayProblem | undefined;
  /** Why nothing more comes of a recording that may have grown. */
  ended: GatewayProblem | undefined;
}

/** The recorded screen as it was, and a few words over it. */
export function PlayerScreen({ engine, state, startedAt, posterMs, trouble, ended }: PlayerScreenProps) {
  const holder = useRef<HTMLDivElement>(null);
  const startMs = useEffectEvent(() => momentMs());

  // xterm draws into an element of its own.
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    return mountScreen(element, (screen) => {
      engine.start(screen, startMs());
      return () => engine.stop();
    });
  }, [engine]);

  const isPlaying = state.playback !== "paused";
  const skippedMs = isPlaying ? engine.time.skippedAt(state.ms) : undefined;
  return (
    <div className="relative h-62 min-h-0 overflow-hidden [:fullscreen>&]:h-auto [:fullscreen>&]:flex-1 rail:h-[clamp(20rem,calc(100dvh-24rem),56rem)]">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse alone; the keyboard has the player's keys */}
      <div
        role="presentation"
        onClick={() => engine.toggle()}
        className="absolute inset-0 cursor-pointer p-2"
      >
        <div
          ref={holder}
          // What is drawn takes no focus: its keys are the page's.
          inert
          data-terminal
          className="pointer-events-none size-full overflow-hidden [&_.xterm-viewport]:bg-transparent!"
        />
      </div>
      {state.isPoster && (
        <>
          <button
            type="button"
            aria-label={t("replay.play")}
            tabIndex={-1}
            onClick={() => engine.play()}
            className="absolute inset-0 m-auto grid size-16 cursor-pointer place-items-center rounded-full border border-line-strong bg-raised shadow-float hover:bg-hover"
          >
            <Play aria-hidden className="ml-0.5 size-6" />
          </button>
          <Caption>
            {t("replay.poster", {
              time: formatUtcTime(new Date(startedAt.getTime() + posterMs), "seconds"),
            })}
          </Caption>
        </>
      )}
      {skippedMs !== undefined && (
        <Caption>{t("replay.idle.skipped", { duration: formatDuration(skippedMs / 1000) })}</Caption>
      )}
      <Trouble trouble={trouble} refusal={state.refusal ?? ended} />
    </div>
  );
}

/** The moment that the page's address names. */
export function momentMs(): number | undefined {
  const seconds = momentOf(window.location);
  return seconds === undefined ? undefined : seconds * 1000;
}

/** A few words over the screen's lower corner. */
function Caption({ children }: { children: string }) {
  return (
    <span className="pointer-events-none absolute right-3 bottom-2 rounded-sm border border-line bg-raised px-2 py-0.5 text-soft text-xs tabular-nums">
      {children}
    </span>
  );
}

/** Why nothing moves: the page asks again by itself, or can't. */
function Trouble({ trouble, refusal }: Pick<PlayerScreenProps, "trouble"> & Pick<EngineState, "refusal">) {
  const problem = refusal ?? trouble;
  const sentence = refusal ? problemText(refusal) : trouble && troubleText(trouble);
  return (
    <div role="status" className="pointer-events-none absolute inset-x-3 bottom-2 flex">
      {sentence !== undefined && (
        <span className="rounded-sm border border-amber-line bg-raised px-2 py-0.5 text-amber text-xs">
          {sentence}
          {problem?.requestId !== undefined && (
            <code className="ml-2 break-all text-faint">{problem.requestId}</code>
          )}
        </span>
      )}
    </div>
  );
}
