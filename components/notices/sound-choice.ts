const KEY = "halligan.notices.sound";

/** Whether this browser is to play a sound; off until somebody wishes it, and where nothing can be kept. */
export function isSoundOn(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

export function keepSound(isOn: boolean): void {
  try {
    localStorage.setItem(KEY, isOn ? "on" : "off");
  } catch {
    // A browser that keeps nothing: it is off again with the next page.
  }
}
