/**
 * Loaded first (`node --import`) into programs that know nothing of our launcher: they end when its channel
 * closes, that is also when it was killed with -9.
 */
if (process.send) {
  process.on("disconnect", () => process.exit(1));
  // The listener keeps the channel and with it the process alive; a program that is done shall end.
  process.channel?.unref();
}
