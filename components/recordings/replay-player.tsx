"use client";

import "asciinema-player/dist/bundle/asciinema-player.css";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { t } from "@/messages/translate";
import { type Cast, shortenWaits } from "./cast";
import { mountPlayer, type PlayerHandle } from "./mount-player";

const SPEEDS = [0.5, 1, 2, 4, 8];
const LONGEST_WAIT_SECONDS = 2;

export interface ReplayPlayerProps {
  cast: Cast;
  nodeName: string;
  /** The real second to show, when a line of the transcript was pressed; a new object for each press. */
  wanted: { realSeconds: number } | undefined;
  onTime: (realSeconds: number) => void;
}

/** The recording as it ran: seek, speed, waits cut short. */
export function ReplayPlayer({ cast, nodeName, wanted, onTime }: ReplayPlayerProps) {
  const holder = useRef<HTMLDivElement>(null);
  const handle = useRef<PlayerHandle>(undefined);
  const realSeconds = useRef(0);
  const [speed, setSpeed] = useState(1);
  const [cutsWaits, setCutsWaits] = useState(true);
  const tellTime = useEffectEvent((seconds: number) => {
    realSeconds.current = seconds;
    onTime(seconds);
  });

  // The player draws into an element of its own; a speed is fixed when it is made, so a new one takes over in place.
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const timeline = shortenWaits(cast.events, cutsWaits ? LONGEST_WAIT_SECONDS : Number.POSITIVE_INFINITY);
    const stop = mountPlayer(element, {
      cast,
      timeline,
      speed,
      startAt: timeline.toReplay(realSeconds.current),
      onReady: (created) => {
        handle.current = {
          seek: (seconds) => created.seek(timeline.toReplay(seconds)),
        };
      },
      onTime: (seconds) => tellTime(timeline.toReal(seconds)),
    });
    return () => {
      handle.current = undefined;
      stop();
    };
  }, [cast, speed, cutsWaits]);

  // The player is told where to go, it has no attribute for it.
  useEffect(() => {
    if (wanted) handle.current?.seek(wanted.realSeconds);
  }, [wanted]);

  return (
    <section aria-label={t("replay.player", { node: nodeName })} className="scheme-dark min-w-0">
      <div
        ref={holder}
        data-terminal
        className="min-h-48 overflow-hidden rounded-t-md bg-terminal [&_.ap-player]:rounded-none!"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-b-md border border-line bg-surface px-3 py-1.5 text-ink text-sm">
        <label className="flex items-center gap-2">
          {t("replay.speed")}
          <select
            value={speed}
            onChange={(event) => setSpeed(Number(event.target.value))}
            className="min-h-7 cursor-pointer rounded-md border border-line-strong bg-raised px-1"
          >
            {SPEEDS.map((one) => (
              <option key={one} value={one}>
                {one}×
              </option>
            ))}
          </select>
        </label>
        <label className="flex min-h-7 cursor-pointer items-center gap-2">
          <input
            type="checkbox"
            checked={cutsWaits}
            onChange={(event) => setCutsWaits(event.target.checked)}
            className="size-4 accent-accent"
          />
          {t("replay.idle")}
        </label>
        <span className="ml-auto hidden text-faint text-xs lg:inline">{t("replay.keys")}</span>
      </div>
    </section>
  );
}
