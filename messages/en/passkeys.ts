/** A person's passkeys, and what is asked before a decision or a start. */
export const passkeys = {
  "frame.passkeys": "Passkeys",
  "passkeys.title": "Passkeys",
  "passkeys.lead":
    "A passkey confirms it’s you, with a fingerprint, a face or a PIN. Some access needs one: to approve it, and to open the shell.",
  "passkeys.none": "No passkeys yet",
  "passkeys.none.what": "Add one now, so it’s there when you need it.",
  "passkeys.added": "added",
  "passkeys.used": "used",
  "passkeys.unused": "never used",
  "passkeys.synced": "shared by your devices",
  "passkeys.waits": "Counts from",
  "passkeys.add": "Add passkey",
  "passkeys.add.first":
    "For your first passkey, your identity provider asks who you are. You come back here.",
  "passkeys.add.wait": "It counts after {waitSeconds}, and you are notified.",
  "passkeys.again": "It’s you. Add your passkey within two minutes.",
  "passkeys.name": "Name",
  "passkeys.name.usual": "Passkey {number, number}",
  "passkeys.rename": "Rename",
  "passkeys.rename.title": "Rename {name}",
  "passkeys.remove": "Remove",
  "passkeys.remove.title": "Remove {name}?",
  "passkeys.remove.what": "It can’t confirm anything any more. One of your passkeys must confirm this.",
  "passkeys.remove.waits": "It doesn’t count yet, and never will.",
  "stepUp.done": "It’s you. Approve within two minutes.",
  "stepUp.decision.passkey": "Approving asks for your passkey.",
  "stepUp.decision.sign-in":
    "Approving takes you to your identity provider first. You come back here, and nothing is lost.",
  "stepUp.start": "Confirm it’s you",
  "stepUp.start.passkey": "To open a shell on {node}, confirm it with your passkey.",
  "stepUp.start.sign-in": "To open a shell on {node}, sign in again. You come back here.",
  "stepUp.usePasskey": "Use passkey",
  "stepUp.signIn": "Sign in again",
  "stepUp.notAnswered":
    "Your passkey didn’t answer: it was cancelled, took too long, or isn’t on this device. Nothing is lost. Try again.",
} as const;
