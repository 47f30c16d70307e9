import { loadRecording } from "./load-recording";

// A thread of its own: whatever a node has printed, the page with the review goes on.
self.addEventListener("message", ({ data }: MessageEvent<{ address: string }>) => {
  void loadRecording(data.address).then(
    (answer) => self.postMessage(answer),
    () => self.postMessage({ state: "failed", code: "INTERNAL", requestId: undefined }),
  );
});
