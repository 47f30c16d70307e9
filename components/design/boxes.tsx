import { Ban, Check, Hourglass, Siren, SquareTerminal, TimerOff, TriangleAlert } from "lucide-react";
import { ActionBox } from "@/components/ui/action-box";
import { buttonClass } from "@/components/ui/controls/button-class";
import { Facts } from "@/components/ui/layout/facts";
import { Notice } from "@/components/ui/notice";
import { Deadline } from "@/components/ui/time/deadline";
import { Time } from "@/components/ui/time/time";
import { TimeLeft } from "@/components/ui/time/time-left";
import { Timeline } from "@/components/ui/timeline";
import type { Tone } from "@/components/ui/tone";
import { Row } from "./row";

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

const BOXES = [
  { tone: "blue", icon: Hourglass, title: "Waiting for Ben Okafor or Fay Tanaka" },
  { tone: "green", icon: Check, title: "Approved by Ben Okafor for 15 min" },
  { tone: "amber", icon: TriangleAlert, title: "Recorded until 14:12, not since" },
  { tone: "red", icon: Ban, title: "Denied by Ben Okafor" },
  { tone: "neutral", icon: TimerOff, title: "Expired" },
  { tone: "violet", icon: Siren, title: "Break-glass" },
] as const;

const TONES: readonly Tone[] = ["neutral", "blue", "green", "amber", "red", "violet"];

/** What says a state and what can be done about it; what happened; what is left. */
export function Boxes() {
  return (
    <>
      {BOXES.map(({ tone, icon, title }) => (
        <ActionBox
          key={tone}
          tone={tone}
          icon={icon}
          title={title}
          end={
            <span>
              expires <Deadline at={inSeconds(3000)} />
            </span>
          }
          actions={
            <>
              <button type="button" className={buttonClass("primary", "large")}>
                Open shell
              </button>
              <button type="button" className={buttonClass("quiet")}>
                End access
              </button>
            </>
          }
        >
          <p className="text-soft">The 15 minutes begin when you open the shell.</p>
        </ActionBox>
      ))}
      <Timeline
        label="What happened"
        items={[
          { id: "1", mark: { person: "Ana Duarte" }, text: "Ana Duarte requested access", time: "14:02:10" },
          { id: "2", mark: { icon: Check, tone: "green" }, text: "Ben Okafor approved", time: "14:03:44" },
          { id: "3", mark: { icon: Ban, tone: "red" }, text: "Fay Tanaka denied", time: "14:03:50" },
          {
            id: "4",
            mark: { icon: SquareTerminal, tone: "neutral" },
            text: "Shell opened",
            time: "14:04:00",
          },
          { id: "5", mark: "now", text: "Active", time: "now" },
          { id: "6", mark: "next", text: "Review", time: "within 3 days" },
        ]}
      />
      <Row name="time left: calm, soon, last minute, over">
        {[1500, 200, 40, -5].map((seconds) => (
          <TimeLeft key={seconds} endsAt={inSeconds(seconds)} wholeSeconds={1800} />
        ))}
      </Row>
      <Row name="moments">
        <Time at={inSeconds(-130)} />
        <Time at={inSeconds(-130)} as="absolute" precision="seconds" />
        <Time at={inSeconds(-130)} as="both" />
      </Row>
      <Facts
        facts={[
          { label: "Needs", value: "1 of sre-leads" },
          { label: "Can approve", value: "Ben Okafor, Fay Tanaka" },
        ]}
      />
      {TONES.map((tone) => (
        <Notice key={tone} tone={tone}>
          {tone}: the account core could not be read since 14:02 UTC.
        </Notice>
      ))}
    </>
  );
}
