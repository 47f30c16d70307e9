/** The home page beside what messages/en/node.ts has of it, and the sign of the live channel in the frame. */
export const home = {
  "live.polling": "every 15 s",
  "live.polling.hint": "The live channel is lost; this page is read again every 15 seconds.",
  "live.signed-out": "Signed out",
  "live.signed-out.hint": "Your sign-in is over; what you see is no longer kept up to date.",
  "home.waiting.all": "All {count}",
  "home.waiting.many": "More than {count}",
  "home.open.useBy": "open within",
  "home.open.then": "then {windowSeconds}",
  "home.open.end": "End the access to {nodes}",
  "home.open.goOn": "Go on in the shell on {node}",
  "home.open.shell": "Open a shell on {node}",
  "home.open.look": "Look",
  "home.open.at": "Open, at {nodes}",
} as const;
