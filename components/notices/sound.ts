const PLAYED_KEY = "halligan.notices.played";
const LOCK = "halligan.notices.sound";
const MOST_REMEMBERED = 50;

/** Plays the tone for what is new, in one of the browser's tabs only: one that was clicked or typed on, others may not. */
export async function soundFor(noticeIds: readonly string[]): Promise<void> {
  if (!navigator.userActivation.hasBeenActive) return;
  const isFirst = await navigator.locks.request(LOCK, () => {
    const played = (localStorage.getItem(PLAYED_KEY) ?? "").split(" ");
    const fresh = noticeIds.filter((id) => !played.includes(id));
    if (fresh.length > 0)
      localStorage.setItem(PLAYED_KEY, [...fresh, ...played].slice(0, MOST_REMEMBERED).join(" "));
    return fresh.length > 0;
  });
  if (isFirst) await playTone();
}

/** Two short notes, quiet: heard, not startling. Without a click or key on the page before, browsers refuse it. */
export async function playTone(): Promise<void> {
  const context = new AudioContext();
  try {
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 500))]);
    if (context.state !== "running") return;
    const start = context.currentTime;
    const gain = context.createGain();
    gain.connect(context.destination);
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.12, start + 0.02);
    gain.gain.setValueAtTime(0.12, start + 0.2);
    gain.gain.linearRampToValueAtTime(0, start + 0.3);
    const tone = context.createOscillator();
    tone.frequency.setValueAtTime(660, start);
    tone.frequency.setValueAtTime(880, start + 0.12);
    tone.connect(gain);
    tone.start(start);
    tone.stop(start + 0.3);
    await new Promise((resolve) => tone.addEventListener("ended", resolve, { once: true }));
  } finally {
    await context.close();
  }
}
