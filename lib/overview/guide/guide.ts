import { reading } from "@/lib/db/client";
import { hasRole, type PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { findGuideSteps } from "@/lib/people/store";
import { canSee } from "@/lib/people/visibility";
import { findStory, hasEverAsked, type StoryRow } from "./store";

/** The machine of the demo whose disk is full. */
const STORY_NODE = "payments-api-2";

export const STORY_STEPS = ["ask", "approve", "open", "review", "audit"] as const;
export type StoryStep = (typeof STORY_STEPS)[number];

export interface StoryLine {
  step: StoryStep;
  isDone: boolean;
  /** Where it is done; null: an earlier step comes first. */
  href: string | null;
  /** Whether the viewer may do it, or must come as somebody else. */
  isMine: boolean;
}

/** The first-run help: the demo's story with its steps, how it works in a few words, or a way to have it back. */
export type GuideView =
  | { kind: "story"; nodeName: string; lines: StoryLine[]; isOver: boolean }
  | { kind: "how" }
  | { kind: "hidden" };

/**
 * What help the viewer's home page shows. The story's steps are ticked off by the rows: somebody really did them,
 * on this node, since this installation knows it.
 * @returns null: none
 */
export async function readGuide(viewer: PersonActor): Promise<GuideView | null> {
  const tx = reading();
  const isDemo = config().HALLIGAN_WORLD === "sandbox";
  const isHidden = (await findGuideSteps(tx, viewer.id)).includes("hidden");
  if (!isDemo)
    return isHidden || !hasRole(viewer, "engineer") || (await hasEverAsked(tx, viewer.id))
      ? null
      : { kind: "how" };
  if (isHidden) return { kind: "hidden" };
  const story = await findStory(tx, STORY_NODE);
  if (!story) return null;
  const lines = storyLines(viewer, story);
  return { kind: "story", nodeName: STORY_NODE, lines, isOver: lines.every(({ isDone }) => isDone) };
}

/** The steps in their order. Only the first that is not done leads somewhere, and those that are done. */
export function storyLines(viewer: Pick<PersonActor, "id" | "roles">, story: StoryRow): StoryLine[] {
  const { nodeId, requestId, requesterId, sessionId } = story;
  const has = (role: PersonActor["roles"][number]) => viewer.roles.includes(role);
  const request = requestId === null ? null : `/requests/${requestId}`;
  const session = sessionId === null ? null : `/sessions/${sessionId}`;
  const isOwn = requesterId === viewer.id;
  const lines: StoryLine[] = [
    {
      step: "ask",
      isDone: requestId !== null || sessionId !== null,
      href: `/requests/new?node=${nodeId}`,
      isMine: has("engineer"),
    },
    {
      step: "approve",
      isDone: story.isApproved || sessionId !== null,
      href: request,
      isMine: has("approver") && !isOwn,
    },
    { step: "open", isDone: sessionId !== null, href: request, isMine: isOwn },
    { step: "review", isDone: story.isReviewed, href: session, isMine: has("reviewer") },
    {
      step: "audit",
      isDone: story.isAuditSeen && story.isReviewed,
      href: sessionId === null ? null : `/audit?q=${sessionId}`,
      isMine: canSee(viewer, "audit"),
    },
  ];
  const current = lines.findIndex(({ isDone }) => !isDone);
  return lines.map((line, index) => ({ ...line, href: index === current ? line.href : null }));
}
