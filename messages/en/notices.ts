/** What a person was told about their own things: the bell, toasts, and the inbox until it is seen. */
export const notices = {
  "frame.notices": "Notices",
  "frame.notices.count": "Notices: {count, number} new",
  "frame.notices.new": "New notices",
  "notice.approved.mine": "{person} approved your request for {nodes}",
  "notice.approved.other": "{person} also approved {requester}’s request for {nodes}",
  "notice.denied.mine": "{person} denied your request for {nodes}",
  "notice.denied.other": "{person} denied {requester}’s request for {nodes}, which you had approved",
  "notice.question.mine": "{person} has a question about your request for {nodes}",
  "notice.answer.other": "{person} answered your question about {nodes}",
  "notice.comment.mine": "{person} commented on your request for {nodes}",
  "notice.comment.other": "{person} commented on the request for {nodes}",
  "notice.access-ending": "Your access to {nodes} ends at {time}",
  "notice.outside-session": "Someone opened a session on {nodes} outside Halligan",
  "notice.log-alarm": "The node’s log of {requester}’s session on {nodes} needs a look",
  "notice.review-due": "{requester}’s session on {nodes} needs a review by {time}",
  "notice.mention": "{person} mentioned you in a note on {requester}’s session on {nodes}",
  "notice.mention.nobody": "{person} mentioned you in a note on a session on {nodes}",
  "notice.mention.mine": "{person} mentioned you in a note on your session on {nodes}",
  "notice.deletion-asked":
    "{person} asked to delete the recording of {requester}’s session on {nodes}: a second administrator must confirm it",
  "notice.lifting-asked":
    "{person} asked to lift the legal hold on {requester}’s session on {nodes}: a second person must confirm it",
  "notice.opening-asked":
    "{person} asked to open the keystrokes of {requester}’s session on {nodes}: a second person must confirm it",
  "notice.retention-proposed":
    "{person} proposed how long recordings of {class} nodes are kept: a second administrator must confirm it",
  "notice.passkey-added": "A passkey was added to your account. If it wasn’t you, remove it now",
  "notice.none": "No new notices.",
  "notice.more": "Only the newest {count, number} are listed.",
  "notice.seeAll": "Mark all as seen",
  "notice.sound": "Play a sound",
  "notice.view": "View",
  "notice.view.on": "View: {sentence}",
  "notice.dismiss": "Dismiss",
} as const;
