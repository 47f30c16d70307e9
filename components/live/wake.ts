/**
 * Tells when a connection that waits should not wait any longer: the network is back, somebody looks again, the page
 * comes out of the browser's cache. A machine that slept is told by the clock (lib/terminal-protocol/liveness.ts).
 * @returns stops listening
 */
export function onWake(wake: () => void): () => void {
  const look = () => {
    if (!document.hidden) wake();
  };
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", look);
  return () => {
    window.removeEventListener("online", wake);
    window.removeEventListener("pageshow", wake);
    document.removeEventListener("visibilitychange", look);
  };
}
