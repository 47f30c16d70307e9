/** The card for the wall: how to get onto a node while the portal is down. */
export const lastResort = {
  "lastResort.title": "Last-resort card",
  "lastResort.lead":
    "Print this page and hang it where on-call engineers find it without Halligan. Print it again when accounts, documents or roles change.",
  "lastResort.print": "Print card",
  "lastResort.heading": "Halligan is down, and you need a shell now",
  "lastResort.when":
    "Only if Halligan can't be reached or opens no shell. You need the AWS CLI with the Session Manager plugin, your last-resort access key and your MFA token.",
  "lastResort.alarm": "Every use raises an alarm. Tell a colleague before you start.",
  "lastResort.step.place": "1. Choose the account and region",
  "lastResort.step.profile": "2. Set up the profile; it asks for your access key",
  "lastResort.step.find": "3. Find the node; the first command asks for the code of your token",
  "lastResort.step.open": "4. Open the shell; leave it with exit",
  "lastResort.step.again": "5. If the connection broke: find your session, resume it or end it",
  "lastResort.none": "No last-resort role is set up here.",
  "lastResort.recorded": "What is recorded",
  "lastResort.recorded.yes":
    "CloudTrail has who opened what, when and why. The node's agent logs what was on the screen.",
  "lastResort.recorded.no":
    "Not recorded: an approval, and what you type without seeing it. Write down what you do and why.",
  "lastResort.after":
    "When Halligan is back, it finds your session and opens its review. Add your notes there.",
  "lastResort.made": "Printed {at} from {origin}.",
  "lastResort.renew": "Older than three months? Replace it.",
} as const;
